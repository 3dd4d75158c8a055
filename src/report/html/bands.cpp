#include "report/html/bands.hpp"

#include <algorithm>

#include <fmt/core.h>

namespace mailhaul::report::html {

namespace {

constexpr int kMostYears = 40;

/// The bands are powers of two or multiples of a MiB: "4", "K" and so on.
struct Size {
  std::uint64_t value;
  char unit;
};

Size size_of(std::uint64_t octets) {
  return octets < (1U << 20U) ? Size{octets >> 10U, 'K'} : Size{octets >> 20U, 'M'};
}

/// Messages of the years in [from, to].
std::uint64_t sum(const migrate::AgeHistogram& years, int from, int to) {
  std::uint64_t messages = 0;
  for (auto year = years.lower_bound(from); year != years.end() && year->first <= to; ++year) {
    messages += year->second.messages;
  }
  return messages;
}

Bar plain_bar(int year, std::uint64_t messages) {
  const std::string label = std::to_string(year);
  return {.label = label, .name = label, .value = messages};
}

}  // namespace

std::vector<Bar> size_bars(const migrate::SizeHistogram& sizes) {
  std::vector<Bar> bars;
  for (std::size_t at = 0; at < migrate::kSizeBands.size(); ++at) {
    const Size size = size_of(migrate::kSizeBands[at]);
    bars.push_back({.label = fmt::format("{}{}", size.value, size.unit),
                    .name = fmt::format("up to {} {}iB", size.value, size.unit),
                    .value = sizes[at].messages});
  }
  const Size last = size_of(migrate::kSizeBands.back());
  bars.push_back({.label = "more",
                  .name = fmt::format("over {} {}iB", last.value, last.unit),
                  .value = sizes.back().messages});
  return bars;
}

std::vector<Bar> year_bars(const migrate::AgeHistogram& years, int this_year) {
  if (years.empty()) {
    return {};
  }
  const int oldest = years.begin()->first;
  const int newest = years.rbegin()->first;
  const int last = std::min(newest, this_year);
  const int first = std::max(std::min(oldest, last), last - kMostYears + 1);
  std::vector<Bar> bars;
  if (oldest < first) {
    bars.push_back({.label = fmt::format("<{}", first),
                    .name = fmt::format("before {}", first),
                    .value = sum(years, oldest, first - 1),
                    .tone = Tone::Warning});
  }
  for (int year = first; year <= last; ++year) {
    bars.push_back(plain_bar(year, sum(years, year, year)));
  }
  if (newest > last) {
    bars.push_back({.label = fmt::format(">{}", last),
                    .name = fmt::format("after {}", last),
                    .value = sum(years, last + 1, newest),
                    .tone = Tone::Warning});
  }
  return bars;
}

}  // namespace mailhaul::report::html
