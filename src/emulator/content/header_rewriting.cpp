#include "emulator/content/header_rewriting.hpp"

#include "emulator/content/encoded_words.hpp"
#include "emulator/content/header_block.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/date_time.hpp>

namespace mailhaul::emulator {

namespace {

/// Written in this order whatever the order on arrival.
constexpr std::array<std::string_view, 14> kKept = {"From",         "To",
                                                    "Cc",           "Bcc",
                                                    "Reply-To",     "Sender",
                                                    "Subject",      "Date",
                                                    "Message-ID",   "In-Reply-To",
                                                    "References",   "MIME-Version",
                                                    "Content-Type", "Content-Transfer-Encoding"};

bool is_ascii(ByteView text) {
  return std::ranges::all_of(text,
                             [](char octet) { return static_cast<unsigned char>(octet) < 0x80; });
}

/// Decoded and written again as Q-encoded UTF-8, which is what the store does with every subject
/// that is not plain.
Bytes reencode_subject(ByteView value) {
  Bytes decoded = decode_words(value);
  if (is_ascii(decoded)) {
    return decoded;
  }
  constexpr std::string_view kHex = "0123456789ABCDEF";
  Bytes result;
  Bytes word;
  const auto flush = [&] {
    if (!word.empty()) {
      result += (result.empty() ? "=?utf-8?Q?" : "\r\n =?utf-8?Q?") + word + "?=";
      word.clear();
    }
  };
  for (const char octet : decoded) {
    const auto byte = static_cast<unsigned char>(octet);
    const bool begins_character = (byte & 0xC0U) != 0x80U;
    if (begins_character && word.size() > 54) {
      flush();
    }
    if (std::isalnum(byte) != 0 && byte < 0x80) {
      word += octet;
    } else if (octet == ' ') {
      word += '_';
    } else {
      word += '=';
      word += kHex[byte >> 4U];
      word += kHex[byte & 0xFU];
    }
  }
  flush();
  return result;
}

Bytes reformat(std::string_view name, const HeaderField& field) {
  if (name == "Subject") {
    return reencode_subject(field.value);
  }
  if (name == "Date") {
    if (const auto date = text::parse_mail_date(field.value)) {
      return text::format_mail_date(*date);
    }
  }
  return field.value;
}

bool has_attachment(const std::vector<HeaderField>& fields) {
  const HeaderField* type = find_field(fields, "Content-Type");
  return type != nullptr && parse_parameterized(type->value).value == "multipart/mixed";
}

}  // namespace

Bytes rebuild_header(ByteView header, const Message& message, const NamedProperties& promoted) {
  const auto fields = parse_header(header);
  Bytes result = "Received: from EXCH07.example.org by EXCH07.example.org with mapi; " +
                 text::format_mail_date(message.internal_date) + "\r\n";
  for (const auto name : kKept) {
    if (const HeaderField* field = find_field(fields, name)) {
      result += Bytes(name) + ": " + reformat(name, *field) + "\r\n";
    }
  }
  for (const HeaderField& field : fields) {
    const bool custom = text::starts_with_ignoring_case(field.name, "X-");
    const bool mime = text::starts_with_ignoring_case(field.name, "Content-") &&
                      !text::equals_ignoring_case(field.name, "Content-Type") &&
                      !text::equals_ignoring_case(field.name, "Content-Transfer-Encoding");
    if (mime || (custom && promoted.contains(field.name))) {
      result += field.name + ": " + field.value + "\r\n";
    }
  }
  return result +
         (has_attachment(fields) ? "X-MS-Has-Attach: yes\r\n\r\n" : "X-MS-Has-Attach:\r\n\r\n");
}

}  // namespace mailhaul::emulator
