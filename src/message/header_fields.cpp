#include "message/mimetic_adapter.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include <mailhaul/message/header_fields.hpp>
#include <mailhaul/text/ascii.hpp>

namespace mailhaul::message {
namespace {

using Selection = std::vector<const FieldLocation*>;

/// Appends a field body with NUL and lone CR as blanks and every LF as CRLF.
void append_clean(Bytes& block, ByteView body) {
  constexpr ByteView kSpecial("\0\r\n", 3);
  std::size_t begin = 0;
  for (std::size_t at = body.find_first_of(kSpecial); at != ByteView::npos;
       at = body.find_first_of(kSpecial, begin)) {
    block.append(body.substr(begin, at - begin));
    const bool is_crlf = body.substr(at, 2) == "\r\n";
    block.append(is_crlf || body[at] == '\n' ? "\r\n" : " ");
    begin = at + (is_crlf ? 2 : 1);
  }
  block.append(body.substr(begin));
}

/// The fields in a form that mimetic reads to its end.
Bytes clean_block(const Selection& selection) {
  Bytes block;
  for (const FieldLocation* field : selection) {
    block.append(field->name).push_back(':');
    append_clean(block, field->body);
    block.append("\r\n");
  }
  return block;
}

bool lists_the_same_fields(std::span<const RawField> raw, const Selection& located) {
  return std::ranges::equal(raw, located, [](const RawField& left, const FieldLocation* right) {
    return left.name == right->name;
  });
}

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

/// mimetic trims what is before and behind the first line, but not what folding left there.
std::string trimmed(ByteView value) {
  while (!value.empty() && is_blank(value.back())) {
    value.remove_suffix(1);
  }
  while (!value.empty() && is_blank(value.front())) {
    value.remove_prefix(1);
  }
  return std::string(value);
}

/// One line without NUL or lone CR: there is nothing to unfold.
bool is_simple(const FieldLocation* field) {
  return std::ranges::none_of(field->body,
                              [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

/// The values of fields that are not simple, in order.
std::vector<std::string> unfolded(const Selection& selection) {
  std::vector<std::string> values;
  if (selection.empty()) {
    return values;
  }
  values.reserve(selection.size());
  auto raw = list_raw_fields(clean_block(selection));
  const bool agreed = raw && lists_the_same_fields(*raw, selection);
  for (std::size_t i = 0; i < selection.size(); ++i) {
    values.push_back(agreed ? trimmed((*raw)[i].value) : unfold(selection[i]->body));
  }
  return values;
}

std::vector<HeaderField> read_selected(const Selection& selection) {
  Selection folded;
  std::vector<HeaderField> fields;
  fields.reserve(selection.size());
  for (const FieldLocation* located : selection) {
    fields.push_back({.name = std::string(located->name), .value = {}, .range = located->range});
    if (is_simple(located)) {
      fields.back().value = trimmed(located->body);
    } else {
      folded.push_back(located);
    }
  }
  if (folded.empty()) {
    return fields;
  }
  std::vector<std::string> values = unfolded(folded);
  auto next = values.begin();
  for (std::size_t i = 0; i < selection.size(); ++i) {
    if (!is_simple(selection[i])) {
      fields[i].value = std::move(*next++);
    }
  }
  return fields;
}

bool is_selected(const Selection& selection, ByteView name) {
  return std::ranges::any_of(selection, [name](const FieldLocation* field) {
    return text::equals_ignoring_case(field->name, name);
  });
}

}  // namespace

std::string unfold(ByteView body) {
  std::string value;
  value.reserve(body.size());
  bool at_line_start = true;
  for (const char octet : body) {
    if (octet == '\r' || octet == '\n') {
      at_line_start = true;
    } else if (!is_blank(octet)) {
      if (at_line_start && !value.empty()) {
        value.push_back(' ');
      }
      at_line_start = false;
      value.push_back(octet == '\0' ? ' ' : octet);
    } else if (!at_line_start) {
      value.push_back(octet);
    }
  }
  value.erase(value.find_last_not_of(" \t") + 1);
  return value;
}

std::vector<HeaderField> read_fields(const HeaderLayout& layout) {
  Selection selection;
  selection.reserve(layout.fields.size());
  for (const FieldLocation& field : layout.fields) {
    selection.push_back(&field);
  }
  return read_selected(selection);
}

std::vector<HeaderField> read_fields(const HeaderLayout& layout,
                                     std::initializer_list<ByteView> names) {
  Selection selection;
  selection.reserve(names.size());
  for (const FieldLocation& field : layout.fields) {
    const bool wanted = std::ranges::any_of(
        names, [&field](ByteView name) { return text::equals_ignoring_case(field.name, name); });
    if (wanted && !is_selected(selection, field.name)) {
      selection.push_back(&field);
    }
  }
  return read_selected(selection);
}

}  // namespace mailhaul::message
