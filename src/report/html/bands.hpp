/// The bands of an audit's histograms as bars.
#pragma once

#include "report/html/chart.hpp"

#include <vector>

#include <mailhaul/migrate/audit.hpp>

namespace mailhaul::report::html {

[[nodiscard]] std::vector<Bar> size_bars(const migrate::SizeHistogram& sizes);

/// One bar for each year from the first to the last, at most forty of them: what is older is in a
/// first bar, what is dated after `this_year` in a last one.
[[nodiscard]] std::vector<Bar> year_bars(const migrate::AgeHistogram& years, int this_year);

}  // namespace mailhaul::report::html
