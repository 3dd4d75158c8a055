/// Charts as inline SVG. Bars are placed in per cent and letters sized in pixels, so that a chart
/// is as readable on a phone as on a desk.
#pragma once

#include "report/html/markup.hpp"
#include "report/html/page.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace mailhaul::report::html {

/// One bar of a histogram.
struct Bar {
  std::string label;  ///< at most five letters: it stands below the bar
  std::string name;   ///< the same in words, for the numbers: "up to 4 KiB"
  std::uint64_t value = 0;
  Tone tone = Tone::Good;  ///< Good has the colour of all bars
};

struct Histogram {
  std::string id;     ///< unique in the page, [a-z0-9-]
  std::string title;  ///< "Messages by size"
  std::string noun;   ///< what is counted: "message"
  std::vector<Bar> bars;
};

/// A figure: the bars, for a screen reader one sentence with every number, and for everybody the
/// same numbers as a list to unfold.
[[nodiscard]] Markup histogram(const Histogram& histogram);

/// "up to 4 kB: 12 messages; to 16 kB: 3 messages": the text alternative.
[[nodiscard]] std::string numbers_of(const Histogram& histogram);

/// A bar of `value` in the scale of `most`, for a table cell; hidden from screen readers, since the
/// number stands beside it.
[[nodiscard]] Markup meter(std::uint64_t value, std::uint64_t most);

/// Parts of a whole.
struct Share {
  std::string label;
  std::uint64_t value = 0;
  Tone tone = Tone::Good;
};

/// One bar made of the parts that are not zero, and a legend with their numbers.
[[nodiscard]] Markup shares(const std::vector<Share>& parts);

}  // namespace mailhaul::report::html
