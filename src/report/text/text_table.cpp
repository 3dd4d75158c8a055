#include "report/text/text_table.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

#include <mailhaul/text/layout.hpp>
#include <mailhaul/text/utf8.hpp>

namespace mailhaul::report {

namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kGap = 2;

/// The text cut to that many columns, with "…" in place of what was cut.
std::string cut(const std::string& text, std::size_t columns) {
  if (text::display_columns(text) <= columns) {
    return text;
  }
  std::string out;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::string_view before = rest;
    if (!text::take_code_point(rest)) {
      break;
    }
    const std::string_view next = before.substr(0, before.size() - rest.size());
    if (text::display_columns(out) + text::display_columns(next) + 1 > columns) {
      break;
    }
    out += next;
  }
  return out + "…";
}

}  // namespace

void TextTable::add(std::vector<std::string> cells, std::string remark) {
  assert(cells.size() == columns_.size());
  rows_.push_back({.cells = std::move(cells), .remark = std::move(remark)});
}

std::vector<std::size_t> TextTable::natural_widths() const {
  std::vector<std::size_t> widths;
  widths.reserve(columns_.size());
  for (std::size_t at = 0; at < columns_.size(); ++at) {
    std::size_t width = columns_[at].title.size();
    for (const Row& row : rows_) {
      width = std::max(width, text::display_columns(row.cells[at]));
    }
    widths.push_back(width);
  }
  return widths;
}

std::string TextTable::line(const std::vector<std::string>& cells,
                            const std::vector<std::size_t>& widths) const {
  std::string out(kIndent, ' ');
  for (std::size_t at = 0; at < cells.size(); ++at) {
    const std::string cell = cut(cells[at], widths[at]);
    out += columns_[at].is_number ? text::pad_left(cell, widths[at])
                                  : text::pad_right(cell, widths[at]);
    out.append(kGap, ' ');
  }
  out.erase(out.find_last_not_of(' ') + 1);
  return out + "\n";
}

std::size_t* TextTable::widest_to_cut(std::vector<std::size_t>& widths) const {
  std::size_t* widest = nullptr;
  for (std::size_t at = 0; at < columns_.size(); ++at) {
    const bool may_shrink = columns_[at].least != 0 && widths[at] > columns_[at].least;
    if (may_shrink && (widest == nullptr || widths[at] > *widest)) {
      widest = &widths[at];
    }
  }
  return widest;
}

std::vector<std::size_t> TextTable::fitting_widths(std::size_t columns) const {
  std::vector<std::size_t> widths = natural_widths();
  const std::size_t gaps = kIndent + kGap * (columns_.size() - 1);
  std::size_t total = std::accumulate(widths.begin(), widths.end(), gaps);
  while (columns != 0 && total > columns) {
    std::size_t* widest = widest_to_cut(widths);
    if (widest == nullptr) {
      break;
    }
    --*widest;
    --total;
  }
  return widths;
}

std::string TextTable::render(std::size_t columns) const {
  const std::vector<std::size_t> widths = fitting_widths(columns);
  std::vector<std::string> titles;
  titles.reserve(columns_.size());
  for (const TextColumn& column : columns_) {
    titles.emplace_back(column.title);
  }
  std::string out = line(titles, widths);
  for (const Row& row : rows_) {
    out += line(row.cells, widths);
    if (!row.remark.empty()) {
      constexpr std::size_t kRemarkIndent = 4;
      out.append(kRemarkIndent, ' ').append(text::wrap(row.remark, kRemarkIndent)).append("\n");
    }
  }
  return out;
}

}  // namespace mailhaul::report
