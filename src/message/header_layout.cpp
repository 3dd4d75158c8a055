#include <algorithm>
#include <array>

#include <mailhaul/message/header_layout.hpp>
#include <mailhaul/text/ascii.hpp>

namespace mailhaul::message {
namespace {

/// Most headers have fewer. A block of this size comes from the thread's own store of glibc.
constexpr std::size_t kUsualFields = 20;

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

constexpr std::array<bool, 256> kIsOfName = [] {
  std::array<bool, 256> is_of_name{};
  for (std::size_t octet = '!'; octet <= '~'; ++octet) {
    is_of_name[octet] = octet != ':';
  }
  return is_of_name;
}();

bool is_of_name(char c) {
  return kIsOfName[static_cast<unsigned char>(c)];
}

ByteView without_line_end(ByteView line) {
  if (line.ends_with('\n')) {
    line.remove_suffix(line.ends_with("\r\n") ? 2 : 1);
  }
  return line;
}

/// The field that the line starts, with the first line of its body; its name is empty if it starts
/// none.
FieldLocation start_field(ByteView line) {
  const auto* const name_end = std::ranges::find_if_not(line, is_of_name);
  const auto* const colon = std::find_if_not(name_end, line.end(), is_blank);
  FieldLocation field;
  if (colon != line.end() && *colon == ':') {
    field.name = ByteView(line.begin(), name_end);
    field.body = ByteView(colon + 1, line.end());
  }
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
  return line.starts_with("From ") && start_field(line).name.empty();
}

HeaderLayout locate_fields(ByteView block, std::uint64_t offset) {
  HeaderLayout layout;
  layout.fields.reserve(kUsualFields);
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
    if (line == "\r\n" || line == "\n") {
      layout.closed = true;
      layout.size = line_begin;
    } else if (!continues) {
      if (const FieldLocation field = start_field(line); !field.name.empty()) {
        layout.fields.push_back(field);
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
