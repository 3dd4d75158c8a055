#include "migrate/plan/levels.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::migrate {

const Levels& inbox_levels() {
  static const Levels inbox{"INBOX"};
  return inbox;
}

bool is_inbox_name(std::string_view level) {
  return text::equals_ignoring_case(level, inbox_levels().front());
}

Levels split_levels(std::string_view name, std::optional<char> delimiter) {
  Levels levels;
  std::size_t begin = 0;
  while (delimiter) {
    const std::size_t end = name.find(*delimiter, begin);
    if (end == std::string_view::npos) {
      break;
    }
    levels.emplace_back(name.substr(begin, end - begin));
    begin = end + 1;
  }
  levels.emplace_back(name.substr(begin));
  std::erase(levels, std::string());
  return levels;
}

std::string join_levels(const Levels& levels, std::optional<char> delimiter) {
  return fmt::format("{}", fmt::join(levels, delimiter ? std::string(1, *delimiter) : ""));
}

Levels first_levels(const Levels& levels, std::size_t count) {
  return {levels.begin(), levels.begin() + static_cast<std::ptrdiff_t>(count)};
}

Levels levels_from(const Levels& levels, std::size_t first) {
  return {levels.begin() + static_cast<std::ptrdiff_t>(first), levels.end()};
}

Levels operator+(Levels upper, const Levels& lower) {
  upper.insert(upper.end(), lower.begin(), lower.end());
  return upper;
}

bool is_at_or_below(const Levels& levels, const Levels& upper) {
  return levels.size() >= upper.size() && std::equal(upper.begin(), upper.end(), levels.begin());
}

}  // namespace mailhaul::migrate
