#include "message/encoded_word_check.hpp"
#include "message/line_meter.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <mailhaul/message/address_list.hpp>
#include <mailhaul/message/fingerprint.hpp>
#include <mailhaul/message/header_facts.hpp>
#include <mailhaul/message/header_fields.hpp>
#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/encoded_word.hpp>
#include <mailhaul/text/utf8.hpp>

namespace mailhaul::message {
namespace {

/// 0 stands for "has none" in the journal.
std::int64_t hash_of(ByteView bytes) {
  const std::int64_t hash = stable_hash64(bytes);
  return hash == 0 ? 1 : hash;
}

/// Appends the subject with runs of blanks as one and cut to its first code points.
void append_subject_key(Bytes& key, std::string_view subject) {
  constexpr int kCodePoints = 240;
  key.reserve(key.size() + subject.size());
  const std::size_t begin = key.size();
  int taken = 0;
  bool is_after_blank = true;
  for (const char octet : subject) {
    const bool is_blank = octet == ' ' || octet == '\t';
    const bool continues_code_point = (static_cast<unsigned char>(octet) & 0xC0U) == 0x80U;
    if (taken == kCodePoints && !continues_code_point) {
      break;
    }
    if (!is_blank || !is_after_blank) {
      key.push_back(is_blank ? ' ' : octet);
      taken += continues_code_point ? 0 : 1;
    }
    is_after_blank = is_blank;
  }
  if (key.size() > begin && key.ends_with(' ')) {
    key.pop_back();
  }
}

/// At a code point, without the memory of what is cut.
void cut_subject(std::string& subject) {
  if (subject.size() <= MessageIdentity::kKeptSubject) {
    return;
  }
  std::size_t end = MessageIdentity::kKeptSubject;
  while (end > 0 && (static_cast<unsigned char>(subject[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  subject = std::string(subject, 0, end);
}

std::string decoded(std::string value) {
  const bool is_plain = value.find("=?") == std::string::npos && !has_8bit(value);
  return is_plain ? std::move(value) : text::decode_encoded_words(value);
}

/// What follows the last semicolon of a Received field is its date (RFC 5322 section 3.6.7).
std::optional<text::UnixSeconds> date_of_received(ByteView body) {
  const std::size_t semicolon = body.rfind(';');
  if (semicolon == ByteView::npos) {
    return std::nullopt;
  }
  ByteView date = body.substr(semicolon + 1);
  date.remove_prefix(std::min(date.find_first_not_of(" \t\r\n"), date.size()));
  // Unfolding would change nothing in one line but the blanks around it.
  const bool is_one_line = std::ranges::none_of(
      date, [](char octet) { return octet == '\r' || octet == '\n' || octet == '\0'; });
  return is_one_line ? text::parse_mail_date(date) : text::parse_mail_date(unfold(date));
}

bool is_any_of(ByteView name, std::initializer_list<ByteView> names) {
  return std::ranges::any_of(
      names, [name](ByteView other) { return text::equals_ignoring_case(name, other); });
}

void add_distinct(std::vector<std::string>& values, std::string value) {
  if (std::ranges::find(values, value) == values.end()) {
    values.push_back(std::move(value));
  }
}

void add_addresses(HeaderDetails& details, const FieldLocation& field) {
  const AddressList list = split_addresses(field.body);
  details.has_open_quote |= list.is_open;
  for (const ByteView item : list.items) {
    details.longest_address = std::max(details.longest_address, item.size());
  }
  if (is_any_of(field.name, {"To", "Cc", "Bcc"})) {
    details.recipients += list.items.size();
  }
}

void add_field(HeaderDetails& details, const FieldLocation& field) {
  if (text::starts_with_ignoring_case(field.name, "X-")) {
    details.x_names.push_back(text::to_lower(field.name));
  }
  if (is_any_of(field.name,
                {"Disposition-Notification-To", "Return-Receipt-To", "X-Confirm-Reading-To"})) {
    details.receipt_fields.emplace_back(field.name);
  } else if (is_any_of(field.name, {"From", "Sender", "Reply-To", "To", "Cc", "Bcc"})) {
    add_addresses(details, field);
  } else if (is_any_of(field.name, {"References"})) {
    details.references_size = std::max(details.references_size, field.body.size());
  }
  EncodedWordCheck check = check_encoded_words(field.body);
  details.has_malformed_encoded_word |= check.has_malformed_text;
  for (std::string& charset : check.unknown_charsets) {
    add_distinct(details.unknown_charsets, std::move(charset));
  }
}

}  // namespace

MessageIdentity identify(const HeaderLayout& header) {
  MessageIdentity identity;
  for (HeaderField& field : read_fields(header, {"Message-ID", "Subject", "Date"})) {
    if (is_any_of(field.name, {"Message-ID"})) {
      identity.message_id = std::move(field.value);
    } else if (is_any_of(field.name, {"Subject"})) {
      identity.subject = decoded(std::move(field.value));
    } else {
      identity.date = text::parse_mail_date(field.value);
    }
  }
  if (const FieldLocation* received = find_field(header, "Received"); received != nullptr) {
    identity.received = date_of_received(received->body);
  }
  if (!identity.message_id.empty()) {
    identity.message_id_hash = hash_of(identity.message_id);
  }
  Bytes key = identity.date ? fmt::format("{}", *identity.date) : std::string("none");
  key += '\n';
  append_subject_key(key, identity.subject);
  identity.date_subject_hash = hash_of(key);
  cut_subject(identity.subject);
  return identity;
}

MessageIdentity identify(ByteView header_block) {
  return identify(locate_fields(header_block));
}

HeaderDetails examine_header(const HeaderLayout& header) {
  HeaderDetails details;
  for (const FieldLocation& field : header.fields) {
    add_field(details, field);
  }
  std::ranges::sort(details.x_names);
  const auto repeated = std::ranges::unique(details.x_names);
  details.x_names.erase(repeated.begin(), repeated.end());
  if (const FieldLocation* subject = find_field(header, "Subject"); subject != nullptr) {
    details.subject_length = text::utf16_length(decoded(unfold(subject->body)));
  }
  return details;
}

}  // namespace mailhaul::message
