#include "emulator/commands/fetch_request.hpp"

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::emulator {

namespace {

/// section-part = nz-number *("." nz-number); the dot behind it is consumed too.
void parse_part(imap::Cursor& arguments, FetchSection& section) {
  while (const auto number = arguments.nz_number()) {
    section.part.push_back(*number);
    if (!arguments.skip('.')) {
      return;
    }
  }
}

/// header-list = "(" header-fld-name *(SP header-fld-name) ")"
bool parse_fields(imap::Cursor& arguments, FetchSection& section) {
  if (!arguments.skip_space() || !arguments.skip('(')) {
    return false;
  }
  do {
    const auto name = arguments.astring();
    if (!name) {
      return false;
    }
    section.fields.push_back(*name);
  } while (arguments.skip_space());
  return arguments.skip(')');
}

/// section-msgtext = "HEADER" / "HEADER.FIELDS" [".NOT"] SP header-list / "TEXT"
bool parse_section_text(imap::Cursor& arguments, FetchSection& section) {
  if (arguments.peek() == ']') {
    return true;
  }
  if (arguments.skip_word("HEADER.FIELDS.NOT")) {
    section.text = SectionText::FieldsNot;
    return parse_fields(arguments, section);
  }
  if (arguments.skip_word("HEADER.FIELDS")) {
    section.text = SectionText::Fields;
    return parse_fields(arguments, section);
  }
  if (arguments.skip_word("HEADER")) {
    section.text = SectionText::Header;
    return true;
  }
  if (arguments.skip_word("TEXT")) {
    section.text = SectionText::Text;
    return true;
  }
  section.text = SectionText::Mime;
  return !section.part.empty() && arguments.skip_word("MIME");
}

bool parse_partial(imap::Cursor& arguments, FetchSection& section) {
  if (!arguments.skip('<')) {
    return true;
  }
  section.from = arguments.number64();
  if (!section.from || !arguments.skip('.')) {
    return false;
  }
  const auto count = arguments.number64();
  section.count = count.value_or(0);
  return section.count > 0 && arguments.skip('>');
}

std::optional<FetchAttribute> parse_section(imap::Cursor& arguments, bool peek) {
  FetchAttribute attribute = {.item = FetchItem::Section};
  FetchSection& section = attribute.section;
  section.peek = peek;
  const std::size_t begin = arguments.position();
  const ByteView text = arguments.rest();
  parse_part(arguments, section);
  if (!parse_section_text(arguments, section) || arguments.peek() != ']') {
    return std::nullopt;
  }
  section.label = "BODY[" + Bytes(text.substr(0, arguments.position() - begin)) + "]";
  arguments.skip(']');
  if (!parse_partial(arguments, section)) {
    return std::nullopt;
  }
  if (section.from) {
    section.label += "<" + std::to_string(*section.from) + ">";
  }
  return attribute;
}

FetchAttribute whole(std::string label, SectionText text, bool peek) {
  FetchAttribute attribute = {.item = FetchItem::Section};
  attribute.section.label = std::move(label);
  attribute.section.text = text;
  attribute.section.peek = peek;
  return attribute;
}

/// One fetch-att. Longer names stand before the shorter ones that they begin with.
std::optional<FetchAttribute> parse_item(imap::Cursor& arguments) {
  if (arguments.skip_word("BODY.PEEK[")) {
    return parse_section(arguments, true);
  }
  if (arguments.skip_word("BODY[")) {
    return parse_section(arguments, false);
  }
  if (arguments.skip_word("BODYSTRUCTURE")) {
    return FetchAttribute{.item = FetchItem::Structure, .label = "BODYSTRUCTURE"};
  }
  if (arguments.skip_word("BODY")) {
    return FetchAttribute{.item = FetchItem::Structure, .label = "BODY"};
  }
  if (arguments.skip_word("RFC822.HEADER")) {
    return whole("RFC822.HEADER", SectionText::Header, true);
  }
  if (arguments.skip_word("RFC822.TEXT")) {
    return whole("RFC822.TEXT", SectionText::Text, false);
  }
  if (arguments.skip_word("RFC822.SIZE")) {
    return FetchAttribute{.item = FetchItem::Size};
  }
  if (arguments.skip_word("RFC822")) {
    return whole("RFC822", SectionText::All, false);
  }
  if (arguments.skip_word("ENVELOPE")) {
    return FetchAttribute{.item = FetchItem::Envelope};
  }
  if (arguments.skip_word("INTERNALDATE")) {
    return FetchAttribute{.item = FetchItem::InternalDate};
  }
  if (arguments.skip_word("FLAGS")) {
    return FetchAttribute{.item = FetchItem::Flags};
  }
  if (arguments.skip_word("UID")) {
    return FetchAttribute{.item = FetchItem::Uid};
  }
  return std::nullopt;
}

/// "ALL" / "FULL" / "FAST"
std::optional<std::vector<FetchAttribute>> parse_macro(imap::Cursor& arguments) {
  std::vector<FetchAttribute> items = {
      {.item = FetchItem::Flags}, {.item = FetchItem::InternalDate}, {.item = FetchItem::Size}};
  if (arguments.skip_word("FAST")) {
    return items;
  }
  items.push_back({.item = FetchItem::Envelope});
  if (arguments.skip_word("ALL")) {
    return items;
  }
  items.push_back({.item = FetchItem::Structure, .label = "BODY"});
  if (arguments.skip_word("FULL")) {
    return items;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::vector<FetchAttribute>> parse_fetch_items(imap::Cursor& arguments) {
  if (auto macro = parse_macro(arguments)) {
    return macro;
  }
  std::vector<FetchAttribute> items;
  const bool list = arguments.skip('(');
  do {
    auto item = parse_item(arguments);
    if (!item) {
      return std::nullopt;
    }
    items.push_back(std::move(*item));
  } while (list && arguments.skip_space());
  if (list && !arguments.skip(')')) {
    return std::nullopt;
  }
  return items;
}

}  // namespace mailhaul::emulator
