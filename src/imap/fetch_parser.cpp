#include "response.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::imap {

namespace {

/// The name of an item, and what stands between its brackets if it has any.
struct ItemName {
  ByteView name;
  std::optional<std::string> section;
};

/// "BODY" section ["<" number ">"]; section = "[" [section-spec] "]" (RFC 9051 section 9)
std::optional<ItemName> read_item_name(Cursor& cursor) {
  const auto begin = cursor.position();
  const auto word = cursor.atom();
  if (!word) {
    return std::nullopt;
  }
  const auto bracket = word->find('[');
  if (bracket == ByteView::npos) {
    return ItemName{.name = *word, .section = std::nullopt};
  }
  cursor.rewind(begin + bracket + 1);
  const auto section = cursor.take_until(']');
  if (!section || (cursor.skip('<') && !cursor.take_until('>'))) {
    return std::nullopt;
  }
  return ItemName{.name = word->substr(0, bracket), .section = std::string(*section)};
}

constexpr bool ends_flag(char octet) {
  return octet == ' ' || octet == '(' || octet == ')' || octet == '\r' || octet == '\n';
}

/// Flags in parentheses; those that are no atoms are passed over. Servers show what clients and
/// delivery agents once gave them.
std::optional<FlagSet> read_flags(Cursor& cursor) {
  if (auto flags = cursor.flag_list()) {
    return flags;
  }
  if (!cursor.skip('(')) {
    return std::nullopt;
  }
  FlagSet flags;
  while (!cursor.skip(')')) {
    const ByteView rest = cursor.rest();
    const auto length =
        static_cast<std::size_t>(std::ranges::find_if(rest, ends_flag) - rest.begin());
    if (length > 0) {
      flags.add_token(rest.substr(0, length));
      cursor.rewind(cursor.position() + length);
    } else if (!cursor.skip_space()) {
      return std::nullopt;
    }
  }
  return flags;
}

/// A value that cannot be read is passed over: the others still tell which message it is.
template <typename Value>
bool assign_or_skip(Cursor& cursor, std::optional<Value>& target, std::optional<Value> value) {
  target = std::move(value);
  return target || cursor.skip_value();
}

template <typename Value>
bool assign(std::optional<Value>& target, std::optional<Value> value) {
  target = std::move(value);
  return target.has_value();
}

bool read_section(Cursor& cursor, std::string section, FetchData& data) {
  auto content = cursor.body_string();
  if (!content) {
    return false;
  }
  data.sections.push_back({.section = std::move(section), .content = std::move(*content)});
  return true;
}

/// msg-att-static / msg-att-dynamic (RFC 9051 section 9); items of no interest are passed over.
bool read_item(Cursor& cursor, FetchData& data) {
  auto item = read_item_name(cursor);
  if (!item || !cursor.skip_space()) {
    return false;
  }
  if (item->section && text::equals_ignoring_case(item->name, "BODY")) {
    return read_section(cursor, std::move(*item->section), data);
  }
  if (text::equals_ignoring_case(item->name, "UID")) {
    return assign(data.uid, cursor.nz_number());
  }
  if (text::equals_ignoring_case(item->name, "FLAGS")) {
    return assign(data.flags, read_flags(cursor));
  }
  if (text::equals_ignoring_case(item->name, "RFC822.SIZE")) {
    return assign_or_skip(cursor, data.rfc822_size, cursor.number64());
  }
  if (text::equals_ignoring_case(item->name, "INTERNALDATE")) {
    return assign_or_skip(cursor, data.internal_date, cursor.date_time());
  }
  return cursor.skip_value();
}

}  // namespace

/// message-data = nz-number SP "FETCH" SP msg-att
/// msg-att = "(" (msg-att-dynamic / msg-att-static) *(SP ...) ")" (RFC 9051 section 9)
std::optional<FetchData> parse_fetch(Cursor& cursor, std::uint32_t sequence_number) {
  FetchData data;
  data.sequence_number = sequence_number;
  if (!cursor.skip('(')) {
    return std::nullopt;
  }
  if (cursor.skip(')')) {
    return data;
  }
  while (read_item(cursor, data)) {
    if (cursor.skip(')')) {
      return data;
    }
    if (!cursor.skip_space()) {
      break;
    }
  }
  return std::nullopt;
}

}  // namespace mailhaul::imap
