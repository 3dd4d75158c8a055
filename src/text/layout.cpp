#include <algorithm>

#include <utf8proc.h>

#include <mailhaul/text/layout.hpp>
#include <mailhaul/text/utf8.hpp>

namespace mailhaul::text {

namespace {

std::string blanks_for(std::string_view utf8, std::size_t columns) {
  const std::size_t taken = display_columns(utf8);
  std::string blanks;
  blanks.resize(columns - std::min(columns, taken), ' ');
  return blanks;
}

}  // namespace

std::size_t display_columns(std::string_view utf8) {
  std::size_t columns = 0;
  while (!utf8.empty()) {
    if (const auto code_point = take_code_point(utf8)) {
      const int width = utf8proc_charwidth(static_cast<utf8proc_int32_t>(*code_point));
      columns += static_cast<std::size_t>(std::max(0, width));
    } else {
      utf8.remove_prefix(1);
      ++columns;
    }
  }
  return columns;
}

std::string wrap(std::string_view utf8, std::size_t indent, std::size_t columns) {
  std::string out;
  std::size_t column = indent;
  while (!utf8.empty()) {
    const std::size_t end = std::min(utf8.find(' '), utf8.size());
    const std::string_view word = utf8.substr(0, end);
    utf8.remove_prefix(std::min(end + 1, utf8.size()));
    const std::size_t width = display_columns(word);
    if (!out.empty() && column + 1 + width > columns) {
      out.append("\n").append(indent, ' ');
      column = indent;
    } else if (!out.empty()) {
      out += ' ';
      ++column;
    }
    out += word;
    column += width;
  }
  return out;
}

std::string pad_right(std::string_view utf8, std::size_t columns) {
  return std::string(utf8) + blanks_for(utf8, columns);
}

std::string pad_left(std::string_view utf8, std::size_t columns) {
  return blanks_for(utf8, columns).append(utf8);
}

}  // namespace mailhaul::text
