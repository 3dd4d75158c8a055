#include "emulator/content/content_scanner.hpp"

#include "emulator/content/encoded_words.hpp"

#include <algorithm>
#include <array>

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::emulator {

namespace {

constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<bool, 256> make_base64_table() {
  std::array<bool, 256> table{};
  for (const char octet : kBase64) {
    table[static_cast<unsigned char>(octet)] = true;
  }
  return table;
}

constexpr auto kIsBase64 = make_base64_table();
constexpr std::array<std::string_view, 5> kAddressFields = {"To", "Cc", "Bcc", "From", "Reply-To"};

bool is_recipient_field(std::string_view name) {
  return text::equals_ignoring_case(name, "To") || text::equals_ignoring_case(name, "Cc") ||
         text::equals_ignoring_case(name, "Bcc");
}

bool is_address_field(std::string_view name) {
  return std::ranges::any_of(kAddressFields, [name](std::string_view address) {
    return text::equals_ignoring_case(name, address);
  });
}

/// The date behind the last semicolon (RFC 5322 section 3.6.7).
std::optional<text::UnixSeconds> received_date(const std::vector<HeaderField>& fields) {
  const HeaderField* received = find_field(fields, "Received");
  if (received == nullptr) {
    return std::nullopt;
  }
  const auto semicolon = received->value.rfind(';');
  return semicolon == Bytes::npos
             ? std::nullopt
             : text::parse_mail_date(ByteView(received->value).substr(semicolon + 1));
}

}  // namespace

void ContentScanner::refuse(bool broken, const char* key) {
  if (broken && !report_.refused_by) {
    report_.refused_by = key;
  }
}

void ContentScanner::feed(ByteView octets) {
  refuse(rules_.nul_bytes && octets.find('\0') != ByteView::npos, "nul_bytes");
  while (!octets.empty()) {
    const auto end = octets.find('\n');
    pending_ += octets.substr(0, end);
    if (end == ByteView::npos) {
      return;
    }
    octets.remove_prefix(end + 1);
    if (pending_.ends_with('\r')) {
      pending_.pop_back();
    } else {
      report_.bare_line_ends = true;
    }
    line(pending_);
    pending_.clear();
  }
}

/// A CR alone ends a line too, once the message is normalised.
void ContentScanner::line(ByteView line) {
  for (auto cr = line.find('\r'); cr != ByteView::npos; cr = line.find('\r')) {
    report_.bare_line_ends = true;
    walk_.line(line.substr(0, cr));
    line.remove_prefix(cr + 1);
  }
  walk_.line(line);
}

ContentReport ContentScanner::finish() {
  if (!pending_.empty()) {
    line(pending_);
  }
  walk_.finish();
  refuse(parts_ > rules_.parts, "parts");
  return std::move(report_);
}

void ContentScanner::header(const PartHeader& header) {
  if (parts_++ == 0) {
    check_top_header(header);
  }
  encoded_octets_ = 0;
  decoded_octets_ = 0;
  bad_octets_ = 0;
  const auto& type = header.type;
  refuse(header.rfc822_depth > rules_.rfc822_depth, "rfc822_depth");
  refuse(rules_.appledouble && type.value == "multipart/appledouble", "appledouble");
  refuse(rules_.multipart_report_mdn && type.value == "multipart/report" &&
             text::equals_ignoring_case(type.parameter("report-type"), "disposition-notification"),
         "multipart_report_mdn");
  refuse(rules_.calendar_reply && type.value == "text/calendar" &&
             text::equals_ignoring_case(type.parameter("method"), "REPLY"),
         "calendar_reply");
  const HeaderField* disposition = find_field(header.fields, "Content-Disposition");
  const Bytes filename = disposition == nullptr
                             ? Bytes()
                             : parse_parameterized(disposition->value).parameter("filename");
  refuse(decoded_length(filename) > rules_.filename ||
             decoded_length(type.parameter("name")) > rules_.filename,
         "filename");
  if (rules_.bad_encoded_word_in_rfc822 && header.rfc822_depth > 0 && header.is_message) {
    refuse(std::ranges::any_of(
               header.fields,
               [](const HeaderField& field) { return has_unreadable_word(field.value); }),
           "bad_encoded_word_in_rfc822");
  }
}

void ContentScanner::check_top_header(const PartHeader& header) {
  refuse(rules_.no_header_colon && header.fields.empty(), "no_header_colon");
  check_addresses(header);
  for (const HeaderField& field : header.fields) {
    refuse(text::equals_ignoring_case(field.name, "References") &&
               field.raw.size() > rules_.references,
           "references");
    refuse(rules_.unknown_charset_encoded_word && has_unknown_charset(field.value),
           "unknown_charset_encoded_word");
    if (text::starts_with_ignoring_case(field.name, "X-")) {
      report_.x_headers.push_back(field.name);
    }
  }
  report_.received_date = received_date(header.fields);
}

void ContentScanner::check_addresses(const PartHeader& header) {
  std::size_t recipients = 0;
  for (const HeaderField& field : header.fields) {
    if (!is_address_field(field.name)) {
      continue;
    }
    const auto items = split_addresses(field.value);
    recipients += is_recipient_field(field.name) ? items.size() : 0;
    for (const ByteView item : items) {
      refuse(item.size() > rules_.address_item, "address_item");
      refuse(decoded_length(item) > rules_.header_line, "header_line");
    }
  }
  refuse(recipients > rules_.recipients, "recipients");
}

void ContentScanner::body_line(const PartHeader& part, ByteView line) {
  if (rules_.calendar_reply && part.type.value == "text/calendar") {
    refuse(text::starts_with_ignoring_case(line, "METHOD:REPLY"), "calendar_reply");
  }
  if (!rules_.undecodable_cte || part.encoding != "base64") {
    return;
  }
  encoded_octets_ += line.size();
  for (const char octet : line) {
    if (kIsBase64[static_cast<unsigned char>(octet)]) {
      ++decoded_octets_;
    } else if (octet != '=' && octet != ' ' && octet != '\t') {
      ++bad_octets_;
    }
  }
}

void ContentScanner::part_end(const PartHeader& part) {
  if (!rules_.undecodable_cte || part.encoding != "base64") {
    return;
  }
  const std::uint64_t yield = decoded_octets_ * 3 / 4;
  refuse(bad_octets_ > 0 || (encoded_octets_ > 0 && yield * 10 < encoded_octets_),
         "undecodable_cte");
}

}  // namespace mailhaul::emulator
