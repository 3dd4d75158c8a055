#include "message/field_repair.hpp"

#include <algorithm>
#include <array>

#include <mailhaul/message/header_layout.hpp>
#include <mailhaul/message/remedy.hpp>
#include <mailhaul/text/ascii.hpp>

namespace mailhaul::message {
namespace {

constexpr std::size_t kAny = RepairPolicy::kAny;

template <std::size_t N>
bool is_any_of(ByteView name, const std::array<ByteView, N>& names) {
  return std::ranges::any_of(
      names, [name](ByteView other) { return text::equals_ignoring_case(name, other); });
}

bool is_address_field(ByteView name) {
  constexpr std::array<ByteView, 6> kNames = {"From", "Sender", "Reply-To", "To", "Cc", "Bcc"};
  return is_any_of(name, kNames);
}

bool is_receipt_field(ByteView name) {
  constexpr std::array<ByteView, 3> kNames = {"Disposition-Notification-To", "Return-Receipt-To",
                                              "X-Confirm-Reading-To"};
  return is_any_of(name, kNames);
}

bool is_stripped(ByteView name, const HeaderRepair& repair) {
  return repair.strip_x_fields && text::starts_with_ignoring_case(name, "X-") &&
         std::ranges::find(repair.kept_x_fields, text::to_lower(name)) ==
             repair.kept_x_fields.end();
}

ByteView name_of(TransferEncoding encoding) {
  switch (encoding) {
    case TransferEncoding::QuotedPrintable:
      return "quoted-printable";
    case TransferEncoding::Base64:
      return "base64";
    case TransferEncoding::Identity:
    case TransferEncoding::Unknown:
      break;
  }
  return "8bit";
}

Bytes encoding_field(TransferEncoding encoding) {
  return Bytes("Content-Transfer-Encoding: ").append(name_of(encoding)).append("\r\n");
}

Bytes repair_content(Bytes field, ByteView name, const HeaderRepair& repair) {
  if (repair.encoding && text::equals_ignoring_case(name, "Content-Transfer-Encoding")) {
    return encoding_field(*repair.encoding);
  }
  if (!repair.type.empty() && text::equals_ignoring_case(name, "Content-Type")) {
    field = change_type(field, repair.type);
  }
  return repair.file_name == kAny ? field : cut_file_name(field, repair.file_name);
}

/// The field as it is sent; empty if it is left out.
Bytes repair_field(ByteView written, ByteView name, const HeaderRepair& repair) {
  if (is_stripped(name, repair)) {
    return {};
  }
  Bytes field(written);
  if (repair.blank_nuls) {
    std::ranges::replace(field, '\0', ' ');
  }
  if (text::starts_with_ignoring_case(name, "Content-")) {
    field = repair_content(std::move(field), name, repair);
  } else if (repair.references != kAny && text::equals_ignoring_case(name, "References")) {
    field = cut_references(field, repair.references);
  } else if (repair.address != kAny && is_address_field(name)) {
    field = cut_addresses(field, repair.address);
  }
  if (repair.relabel_charsets) {
    field = relabel_charsets(field);
  }
  if (repair.line != kAny) {
    field = fold_field(field, repair.line);
  }
  if (repair.rename_receipts && is_receipt_field(name)) {
    field.insert(0, text::starts_with_ignoring_case(name, "X-") ? "X-Old-" : "X-");
  }
  return field;
}

}  // namespace

bool HeaderRepair::changes_anything() const {
  return drop_mbox_from || end_header || blank_nuls || relabel_charsets || rename_receipts ||
         strip_x_fields || line != kAny || references != kAny || address != kAny ||
         file_name != kAny || encoding || !type.empty();
}

Bytes repair_header(ByteView block, const HeaderRepair& repair) {
  const HeaderLayout layout = locate_fields(block);
  Bytes out;
  std::size_t copied = repair.drop_mbox_from ? layout.mbox_from.end : 0;
  bool names_encoding = false;
  for (const FieldLocation& field : layout.fields) {
    const ByteView written = block.substr(field.range.begin, field.range.size());
    out.append(block.substr(copied, field.range.begin - copied));
    out += repair_field(written, field.name, repair);
    copied = field.range.end;
    names_encoding |= text::equals_ignoring_case(field.name, "Content-Transfer-Encoding");
  }
  out.append(block.substr(copied, layout.size - copied));
  const bool adds_line = (repair.encoding && !names_encoding) || repair.end_header;
  if (adds_line && !out.empty() && !out.ends_with('\n')) {
    out += "\r\n";
  }
  if (repair.encoding && !names_encoding) {
    out += encoding_field(*repair.encoding);
  }
  out.append(block.substr(layout.size));
  if (repair.end_header && !layout.closed) {
    out += "\r\n";
  }
  return out;
}

}  // namespace mailhaul::message
