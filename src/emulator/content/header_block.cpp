#include "emulator/content/header_block.hpp"

#include <algorithm>

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::emulator {

namespace {

constexpr std::string_view kBlanks = " \t";

ByteView trim(ByteView text) {
  const auto begin = text.find_first_not_of(kBlanks);
  if (begin == ByteView::npos) {
    return {};
  }
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

/// field-name = 1*ftext (RFC 5322 section 3.6.8): printable ASCII but the colon.
bool is_field_name(ByteView name) {
  return !name.empty() && std::ranges::all_of(name, [](char octet) {
    return octet > 0x20 && octet < 0x7F && octet != ':';
  });
}

/// A word up to a delimiter, or the text of a quoted string.
Bytes take_parameter_value(ByteView& rest) {
  Bytes value;
  if (!rest.starts_with('"')) {
    const auto end = rest.find(';');
    value = trim(rest.substr(0, end));
    rest = end == ByteView::npos ? ByteView() : rest.substr(end);
    return value;
  }
  std::size_t at = 1;
  while (at < rest.size() && rest[at] != '"') {
    at += rest[at] == '\\' && at + 1 < rest.size() ? 1U : 0U;
    value += rest[at++];
  }
  const auto next = rest.find(';', at);
  rest = next == ByteView::npos ? ByteView() : rest.substr(next);
  return value;
}

}  // namespace

std::vector<HeaderField> parse_header(ByteView block) {
  std::vector<HeaderField> fields;
  while (!block.empty()) {
    const auto end = block.find('\n');
    const ByteView raw = block.substr(0, end == ByteView::npos ? block.size() : end + 1);
    block.remove_prefix(raw.size());
    ByteView line = raw;
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) {
      line.remove_suffix(1);
    }
    if (line.empty()) {
      break;
    }
    if (kBlanks.find(line.front()) != std::string_view::npos) {
      if (!fields.empty()) {
        fields.back().raw += raw;
        fields.back().value += ' ';
        fields.back().value += trim(line);
      }
      continue;
    }
    const auto colon = line.find(':');
    const ByteView name = trim(line.substr(0, colon));
    if (colon != ByteView::npos && is_field_name(name)) {
      fields.push_back({.name = std::string(name),
                        .value = Bytes(trim(line.substr(colon + 1))),
                        .raw = Bytes(raw)});
    }
  }
  return fields;
}

const HeaderField* find_field(const std::vector<HeaderField>& fields, std::string_view name) {
  const auto found = std::ranges::find_if(fields, [name](const HeaderField& field) {
    return text::equals_ignoring_case(field.name, name);
  });
  return found == fields.end() ? nullptr : &*found;
}

Bytes ParameterizedValue::parameter(std::string_view name) const {
  Bytes joined;
  for (const auto& [key, piece] : parameters) {
    if (key == name ||
        (key.starts_with(name) && key.size() > name.size() && key[name.size()] == '*')) {
      joined += piece;
    }
  }
  return joined;
}

ParameterizedValue parse_parameterized(ByteView value) {
  ParameterizedValue result;
  const auto semicolon = value.find(';');
  result.value = text::to_lower(trim(value.substr(0, semicolon)));
  ByteView rest = semicolon == ByteView::npos ? ByteView() : value.substr(semicolon);
  while (rest.starts_with(';')) {
    rest = rest.substr(1);
    const auto stop = rest.find_first_of("=;");
    if (stop == ByteView::npos) {
      break;
    }
    std::string name = text::to_lower(trim(rest.substr(0, stop)));
    if (rest[stop] == ';') {
      rest = rest.substr(stop);
      continue;
    }
    rest = rest.substr(stop + 1);
    rest.remove_prefix(std::min(rest.size(), rest.find_first_not_of(kBlanks)));
    result.parameters.emplace_back(std::move(name), take_parameter_value(rest));
  }
  return result;
}

std::vector<ByteView> split_addresses(ByteView value) {
  std::vector<ByteView> items;
  std::size_t begin = 0;
  bool quoted = false;
  int comment = 0;
  for (std::size_t at = 0; at <= value.size(); ++at) {
    const char octet = at < value.size() ? value[at] : ',';
    if (octet == '\\' && (quoted || comment > 0)) {
      ++at;
    } else if (octet == '"' && comment == 0) {
      quoted = !quoted;
    } else if (octet == '(' && !quoted) {
      ++comment;
    } else if (octet == ')' && !quoted && comment > 0) {
      --comment;
    } else if (at >= value.size() || (octet == ',' && !quoted && comment == 0)) {
      if (const ByteView item = trim(value.substr(begin, at - begin)); !item.empty()) {
        items.push_back(item);
      }
      begin = at + 1;
    }
  }
  if (begin < value.size()) {
    items.push_back(trim(value.substr(begin)));
  }
  return items;
}

}  // namespace mailhaul::emulator
