#include <algorithm>

#include <mailhaul/message/header_layout.hpp>
#include <mailhaul/text/ascii.hpp>

namespace mailhaul::message {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

ByteView without_line_end(ByteView line) {
  if (line.ends_with('\n')) {
    line.remove_suffix(line.ends_with("\r\n") ? 2 : 1);
  }
  return line;
}

/// The length of the field name that the line starts with, 0 if it starts with none.
std::size_t field_name_length(ByteView line) {
  const auto* const name_end =
      std::ranges::find_if(line, [](char c) { return c <= ' ' || c > '~' || c == ':'; });
  const auto length = static_cast<std::size_t>(name_end - line.begin());
  const std::size_t colon = line.find_first_not_of(" \t", length);
  return colon != ByteView::npos && line[colon] == ':' ? length : 0;
}

FieldLocation start_field(ByteView block, std::size_t line_begin, std::size_t name_length) {
  const std::size_t colon = block.find(':', line_begin + name_length);
  FieldLocation field;
  field.name = block.substr(line_begin, name_length);
  field.body = block.substr(colon + 1);
  return field;
}

/// Gives the last field its end, now that the line at `end` does not continue it.
void end_field(FieldLocation& field, ByteView block, std::size_t end, std::uint64_t offset) {
  const auto begin = static_cast<std::size_t>(field.name.data() - block.data());
  const auto body_begin = static_cast<std::size_t>(field.body.data() - block.data());
  field.body = without_line_end(block.substr(body_begin, end - body_begin));
  field.range = {.begin = offset + begin, .end = offset + end};
}

}  // namespace

bool is_mbox_from_line(ByteView line) {
  if (line.starts_with('>')) {
    line.remove_prefix(1);
  }
  return line.starts_with("From ") && field_name_length(line) == 0;
}

HeaderLayout locate_fields(ByteView block, std::uint64_t offset) {
  HeaderLayout layout;
  bool in_field = false;
  std::size_t line_begin = 0;
  while (line_begin < block.size() && !layout.closed) {
    const std::size_t lf = block.find('\n', line_begin);
    const std::size_t line_end = lf == ByteView::npos ? block.size() : lf + 1;
    const ByteView line = block.substr(line_begin, line_end - line_begin);
    const bool continues = is_blank(line.front());
    if (in_field && !continues) {
      end_field(layout.fields.back(), block, line_begin, offset);
      in_field = false;
    }
    if (lf != ByteView::npos && without_line_end(line).empty()) {
      layout.closed = true;
      layout.size = line_begin;
    } else if (!continues) {
      if (const std::size_t name_length = field_name_length(line); name_length > 0) {
        layout.fields.push_back(start_field(block, line_begin, name_length));
        in_field = true;
      } else {
        ++layout.malformed_lines;
        if (line_begin == 0 && is_mbox_from_line(line)) {
          layout.mbox_from = {.begin = offset, .end = offset + line_end};
        }
      }
    } else if (!in_field) {
      ++layout.malformed_lines;
    }
    line_begin = line_end;
  }
  if (in_field) {
    end_field(layout.fields.back(), block, line_begin, offset);
  }
  layout.body_begin = line_begin;
  if (!layout.closed) {
    layout.size = line_begin;
  }
  return layout;
}

const FieldLocation* find_field(const HeaderLayout& layout, ByteView name) {
  const auto found = std::ranges::find_if(layout.fields, [name](const FieldLocation& field) {
    return text::equals_ignoring_case(field.name, name);
  });
  return found == layout.fields.end() ? nullptr : &*found;
}

}  // namespace mailhaul::message
