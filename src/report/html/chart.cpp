#include "report/html/chart.hpp"

#include <algorithm>

#include <fmt/core.h>

#include <mailhaul/report/units.hpp>

namespace mailhaul::report::html {

namespace {

// The picture of a histogram, in pixels from its top.
constexpr double kPlotTop = 22;
constexpr double kPlotBottom = 164;
constexpr double kLabelLine = 181;
/// A bar that is not zero can be seen.
constexpr double kLeastHeight = 2;
constexpr std::size_t kLeastSlots = 8;
/// More labels than these run into each other on a phone.
constexpr std::size_t kMostLabels = 9;

std::string number(double value) {
  return fmt::format("{:.4g}", value);
}

std::string per_cent(double share) {
  return number(share * 100.0) + "%";
}

double ratio(std::uint64_t value, std::uint64_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(value) / static_cast<double>(whole);
}

std::uint64_t highest(const Histogram& histogram) {
  std::uint64_t most = 0;
  for (const Bar& bar : histogram.bars) {
    most = std::max(most, bar.value);
  }
  return most;
}

std::string fill_class(Tone tone) {
  return tone == Tone::Good ? "fill" : "fill " + tone_class(tone);
}

Markup letters(double x, double y, const std::string& text) {
  return element("text", {{"x", per_cent(x)}, {"y", number(y)}}, {text});
}

/// One bar, with its number above if there is room for all of them, and its label below.
Markup column(const Histogram& histogram, std::size_t at, std::uint64_t most) {
  const std::size_t count = histogram.bars.size();
  const Bar& bar = histogram.bars[at];
  // Few bars stay slim, in the middle.
  const auto slots = static_cast<double>(std::max(count, kLeastSlots));
  const double width = 1.0 / slots;
  const double middle =
      (static_cast<double>(at) + 0.5 + (slots - static_cast<double>(count)) / 2) * width;
  const double full = kPlotBottom - kPlotTop;
  const double height = bar.value == 0 ? 0 : std::max(kLeastHeight, full * ratio(bar.value, most));
  const double top = kPlotBottom - height;
  Markup drawn =
      element("rect",
              {{"class", fill_class(bar.tone)},
               {"x", per_cent(middle - 0.39 * width)},
               {"y", number(top)},
               {"width", per_cent(0.78 * width)},
               {"height", number(height)}},
              {element("title", {bar.name + ": " + format_count(bar.value, histogram.noun)})});
  const bool few = count <= kMostLabels + 1;
  if (bar.value != 0 && (few || bar.value == most)) {
    drawn += letters(middle, top - 5, format_count_short(bar.value));
  }
  const std::size_t step = few ? 1 : (count + kMostLabels - 1) / kMostLabels;
  if (at % step == 0) {
    drawn += letters(middle, kLabelLine, bar.label);
  }
  return drawn;
}

Markup picture(const Histogram& histogram) {
  const std::uint64_t most = highest(histogram);
  Markup columns;
  for (std::size_t at = 0; at < histogram.bars.size(); ++at) {
    columns += column(histogram, at, most);
  }
  const std::string title = histogram.id + "-title";
  const std::string text = histogram.id + "-text";
  return element("svg", {{"role", "img"}, {"aria-labelledby", title + " " + text}},
                 {element("title", {{"id", title}}, {histogram.title}),
                  element("desc", {{"id", text}}, {numbers_of(histogram)}), columns,
                  element("line",
                          {{"class", "axis"},
                           {"x1", "0"},
                           {"x2", "100%"},
                           {"y1", number(kPlotBottom)},
                           {"y2", number(kPlotBottom)}},
                          {})});
}

Markup numbers_list(const Histogram& histogram) {
  Markup numbers;
  for (const Bar& bar : histogram.bars) {
    numbers += element(
        "li", {element("span", {bar.name}), " ", element("strong", {format_count(bar.value)})});
  }
  return element("details", {element("summary", {"The same in numbers"}),
                             element("ul", {{"class", "numbers"}}, {numbers})});
}

Markup rect(Tone tone, const std::string& x, const std::string& width) {
  return element("rect",
                 {{"class", fill_class(tone)}, {"x", x}, {"width", width}, {"height", "100%"}}, {});
}

/// What is not zero can be seen, which makes the sum of parts a little more than the whole.
double visible_ratio(std::uint64_t value, std::uint64_t whole) {
  constexpr double kLeast = 0.006;
  return value == 0 ? 0.0 : std::max(kLeast, ratio(value, whole));
}

}  // namespace

std::string numbers_of(const Histogram& histogram) {
  std::string out;
  for (const Bar& bar : histogram.bars) {
    out += fmt::format("{}{}: {}", out.empty() ? "" : "; ", bar.name,
                       format_count(bar.value, histogram.noun));
  }
  return out;
}

Markup histogram(const Histogram& histogram) {
  return element("figure", {element("figcaption", {histogram.title}), picture(histogram),
                            numbers_list(histogram)});
}

Markup meter(std::uint64_t value, std::uint64_t most) {
  return element(
      "svg", {{"aria-hidden", "true"}},
      {element("rect", {{"class", "track"}, {"width", "100%"}, {"height", "100%"}, {"rx", "3"}},
               {}),
       element("rect",
               {{"class", "fill"},
                {"width", per_cent(visible_ratio(value, most))},
                {"height", "100%"},
                {"rx", "3"}},
               {})});
}

Markup shares(const std::vector<Share>& parts) {
  std::uint64_t sum = 0;
  for (const Share& part : parts) {
    sum += part.value;
  }
  double whole = 0.0;
  for (const Share& part : parts) {
    whole += visible_ratio(part.value, sum);
  }
  Markup bar;
  Markup legend;
  double x = 0.0;
  for (const Share& part : parts) {
    if (part.value == 0) {
      continue;
    }
    const double width = visible_ratio(part.value, sum) / whole;
    bar += rect(part.tone, per_cent(x), per_cent(width));
    legend +=
        element("li", {element("svg", {{"aria-hidden", "true"}}, {rect(part.tone, "0", "100%")}),
                       format_count(part.value) + " " + part.label});
    x += width;
  }
  Markup both = element("svg", {{"class", "share"}, {"aria-hidden", "true"}}, {bar});
  both += element("ul", {{"class", "legend"}}, {legend});
  return both;
}

}  // namespace mailhaul::report::html
