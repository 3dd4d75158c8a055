#include "mailbox_name.hpp"
#include "response.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::imap {

namespace {

/// DQUOTE QUOTED-CHAR DQUOTE / nil: a hierarchy delimiter. The outer std::nullopt is a syntax
/// error.
std::optional<std::optional<char>> parse_delimiter(Cursor& cursor) {
  using Delimiter = std::optional<char>;
  const auto value = cursor.nstring();
  if (!value || (*value && (*value)->size() > 1)) {
    return std::nullopt;
  }
  return *value && !(*value)->empty() ? Delimiter((*value)->front()) : Delimiter();
}

/// "(" [mbx-list-flags] ")" (RFC 9051 section 9)
std::optional<std::vector<std::string>> parse_attributes(Cursor& cursor) {
  std::vector<std::string> attributes;
  if (!cursor.skip('(')) {
    return std::nullopt;
  }
  while (!cursor.skip(')')) {
    if (!attributes.empty() && !cursor.skip_space()) {
      return std::nullopt;
    }
    const bool has_backslash = cursor.skip('\\');
    const auto attribute = cursor.atom();
    if (!attribute) {
      return std::nullopt;
    }
    attributes.push_back((has_backslash ? "\\" : "") + std::string(*attribute));
  }
  return attributes;
}

/// mailbox ["(" mbox-list-extended ")"], the rest of a LIST line.
std::optional<Bytes> parse_list_name(Cursor& cursor, Tolerance& tolerance) {
  const auto begin = cursor.position();
  auto name = cursor.astring();
  if (name && cursor.skip_space() && !cursor.at_line_end() && !cursor.skip_value()) {
    name.reset();
  }
  if (name && cursor.at_line_end()) {
    return name;
  }
  cursor.rewind(begin);
  const bool is_string = cursor.peek() == '"' || cursor.peek() == '{';
  if (is_string || cursor.at_line_end() || !tolerance.accepts(Quirk::UnquotedListName)) {
    return std::nullopt;
  }
  return Bytes(cursor.text());
}

/// mailbox-list = "(" [mbx-list-flags] ")" SP (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox
/// [SP mbox-list-extended] (RFC 9051 section 9)
std::optional<UntaggedData> parse_list(Cursor& cursor, Tolerance& tolerance, bool is_lsub) {
  auto attributes = parse_attributes(cursor);
  const auto delimiter = attributes && cursor.skip_space() ? parse_delimiter(cursor) : std::nullopt;
  auto wire_name =
      delimiter && cursor.skip_space() ? parse_list_name(cursor, tolerance) : std::nullopt;
  if (!wire_name) {
    return std::nullopt;
  }
  auto decoded = decode_mailbox(*wire_name);
  return ListEntry{.subscribed_list = is_lsub,
                   .attributes = std::move(*attributes),
                   .delimiter = *delimiter,
                   .name = std::move(decoded.name),
                   .wire_name = std::move(*wire_name),
                   .is_addressable = decoded.is_addressable};
}

/// The number of `data` that an attribute names, or null.
std::optional<std::uint32_t>* status_number(ByteView attribute, StatusData& data) {
  if (text::equals_ignoring_case(attribute, "MESSAGES")) {
    return &data.messages;
  }
  if (text::equals_ignoring_case(attribute, "UIDNEXT")) {
    return &data.uid_next;
  }
  if (text::equals_ignoring_case(attribute, "UIDVALIDITY")) {
    return &data.uid_validity;
  }
  return text::equals_ignoring_case(attribute, "UNSEEN") ? &data.unseen : nullptr;
}

/// status-att-val = ("MESSAGES" SP number) / ("UIDNEXT" SP nz-number) / ... (RFC 9051 section 9)
bool read_status_item(Cursor& cursor, StatusData& data) {
  const auto attribute = cursor.atom();
  if (!attribute || !cursor.skip_space()) {
    return false;
  }
  if (text::equals_ignoring_case(*attribute, "SIZE")) {
    data.size = cursor.number64();
    return data.size.has_value();
  }
  auto* number = status_number(*attribute, data);
  if (number == nullptr) {
    return cursor.skip_value();
  }
  *number = cursor.number();
  return number->has_value();
}

/// "STATUS" SP mailbox SP "(" [status-att-list] ")" (RFC 9051 section 9)
std::optional<UntaggedData> parse_status(Cursor& cursor) {
  const auto mailbox = cursor.astring();
  if (!mailbox || !cursor.skip_space() || !cursor.skip('(')) {
    return std::nullopt;
  }
  StatusData data;
  data.mailbox = decode_mailbox(*mailbox).name;
  if (cursor.skip(')')) {
    return data;
  }
  while (read_status_item(cursor, data)) {
    if (cursor.skip(')')) {
      return data;
    }
    if (!cursor.skip_space()) {
      break;
    }
  }
  return std::nullopt;
}

/// "SEARCH" *(SP nz-number) (RFC 3501 section 9), with SP "(MODSEQ n)" at its end (RFC 7162).
std::optional<UntaggedData> parse_search(Cursor& cursor) {
  SearchData data;
  while (true) {
    const auto begin = cursor.position();
    const auto number = cursor.skip_space() ? cursor.nz_number() : std::nullopt;
    if (!number) {
      cursor.rewind(begin);
      break;
    }
    data.numbers.add(*number);
  }
  const auto end = cursor.position();
  if (!cursor.skip_space() || cursor.peek() != '(' || !cursor.skip_value()) {
    cursor.rewind(end);
  }
  return data;
}

/// Namespace-Descr = "(" string SP (DQUOTE QUOTED-CHAR DQUOTE / nil) *Namespace-Response-Extension
/// ")" (RFC 9051 section 9)
std::optional<NamespaceEntry> parse_namespace_entry(Cursor& cursor) {
  if (!cursor.skip('(')) {
    return std::nullopt;
  }
  const auto prefix = cursor.string();
  const auto delimiter = prefix && cursor.skip_space() ? parse_delimiter(cursor) : std::nullopt;
  if (!delimiter) {
    return std::nullopt;
  }
  while (cursor.skip_space()) {
    if (!cursor.skip_value()) {
      return std::nullopt;
    }
  }
  if (!cursor.skip(')')) {
    return std::nullopt;
  }
  return NamespaceEntry{.prefix = decode_mailbox(*prefix).name, .delimiter = *delimiter};
}

/// Namespace = nil / "(" 1*Namespace-Descr ")" (RFC 9051 section 9)
bool read_namespace(Cursor& cursor, std::vector<NamespaceEntry>& entries) {
  if (cursor.skip_word("NIL")) {
    return true;
  }
  if (!cursor.skip('(')) {
    return false;
  }
  while (!cursor.skip(')')) {
    cursor.skip_spaces();
    auto entry = parse_namespace_entry(cursor);
    if (!entry) {
      return false;
    }
    entries.push_back(std::move(*entry));
  }
  return true;
}

std::optional<UntaggedData> parse_namespaces(Cursor& cursor) {
  NamespaceData data;
  const bool read = read_namespace(cursor, data.personal) && cursor.skip_space() &&
                    read_namespace(cursor, data.other_users) && cursor.skip_space() &&
                    read_namespace(cursor, data.shared);
  return read ? std::optional<UntaggedData>(std::move(data)) : std::nullopt;
}

/// id-params-list = "(" string SP nstring *(SP string SP nstring) ")" / nil (RFC 2971 section 4)
std::optional<UntaggedData> parse_id(Cursor& cursor) {
  IdData data;
  if (cursor.skip_word("NIL")) {
    return data;
  }
  if (!cursor.skip('(')) {
    return std::nullopt;
  }
  while (!cursor.skip(')')) {
    cursor.skip_spaces();
    auto field = cursor.string();
    auto value = field && cursor.skip_space() ? cursor.nstring() : std::nullopt;
    if (!value) {
      return std::nullopt;
    }
    if (*value) {
      data.fields.emplace_back(std::move(*field), std::move(**value));
    }
  }
  return data;
}

/// capability-data = "CAPABILITY" *(SP capability) (RFC 9051 section 9)
std::optional<UntaggedData> parse_capabilities(Cursor& cursor, Tolerance& tolerance) {
  const auto words = cursor.text();
  const bool has_extra_blanks = words.find("  ") != ByteView::npos;
  if (has_extra_blanks && !tolerance.accepts(Quirk::SpacesBetweenCapabilities)) {
    return std::nullopt;
  }
  return Capabilities(words);
}

std::optional<UntaggedData> parse_flags(Cursor& cursor) {
  auto flags = cursor.flag_list();
  return flags ? std::optional<UntaggedData>(FlagsData{std::move(*flags)}) : std::nullopt;
}

/// message-data = nz-number SP ("EXPUNGE" / ("FETCH" SP msg-att)); number SP "EXISTS" / "RECENT"
/// (RFC 9051 section 9)
std::optional<UntaggedData> parse_message_data(Cursor& cursor, std::uint32_t number) {
  const auto word = cursor.atom();
  if (!word) {
    return std::nullopt;
  }
  if (text::equals_ignoring_case(*word, "FETCH")) {
    auto data = number > 0 && cursor.skip_space() ? parse_fetch(cursor, number) : std::nullopt;
    return data ? std::optional<UntaggedData>(std::move(*data)) : std::nullopt;
  }
  if (text::equals_ignoring_case(*word, "EXISTS")) {
    return ExistsData{number};
  }
  if (text::equals_ignoring_case(*word, "RECENT")) {
    return RecentData{number};
  }
  if (text::equals_ignoring_case(*word, "EXPUNGE") && number > 0) {
    return ExpungeData{number};
  }
  return std::nullopt;
}

/// Responses that begin with their name; those of no interest here become OtherData.
std::optional<UntaggedData> parse_named_data(ByteView name, Cursor& cursor, Tolerance& tolerance) {
  if (text::equals_ignoring_case(name, "SEARCH")) {
    return parse_search(cursor);
  }
  if (!cursor.skip_space() && !cursor.at_line_end()) {
    return std::nullopt;
  }
  if (text::equals_ignoring_case(name, "LIST") || text::equals_ignoring_case(name, "LSUB")) {
    return parse_list(cursor, tolerance, text::equals_ignoring_case(name, "LSUB"));
  }
  if (text::equals_ignoring_case(name, "STATUS")) {
    return parse_status(cursor);
  }
  if (text::equals_ignoring_case(name, "CAPABILITY")) {
    return parse_capabilities(cursor, tolerance);
  }
  if (text::equals_ignoring_case(name, "FLAGS")) {
    return parse_flags(cursor);
  }
  if (text::equals_ignoring_case(name, "NAMESPACE")) {
    return parse_namespaces(cursor);
  }
  if (text::equals_ignoring_case(name, "ID")) {
    return parse_id(cursor);
  }
  return OtherData{Bytes(cursor.text())};
}

/// The name of a response; a number out of range is none.
std::optional<ByteView> read_name(Cursor& cursor) {
  const bool is_number = cursor.peek() >= '0' && cursor.peek() <= '9';
  return is_number ? std::nullopt : cursor.atom();
}

}  // namespace

UntaggedData parse_untagged_data(Cursor& cursor, Tolerance& tolerance) {
  const auto begin = cursor.position();
  const auto whole_line = [&cursor, begin] {
    cursor.rewind(begin);
    return Bytes(cursor.text());
  };
  std::optional<UntaggedData> data;
  if (const auto number = cursor.number()) {
    data = cursor.skip_space() ? parse_message_data(cursor, *number) : std::nullopt;
  } else if (const auto name = read_name(cursor)) {
    data = parse_named_data(*name, cursor, tolerance);
  }
  if (data && std::holds_alternative<OtherData>(*data)) {
    return OtherData{whole_line()};
  }
  if (data && !cursor.at_line_end()) {
    cursor.skip_spaces();
    if (!cursor.at_line_end() || !tolerance.accepts(Quirk::TrailingBlank)) {
      data.reset();
    }
  }
  return data ? std::move(*data) : UntaggedData(MalformedData{whole_line()});
}

}  // namespace mailhaul::imap
