#include "report/html/page_date.hpp"

#include <chrono>

#include <fmt/core.h>

#include <mailhaul/text/date_time.hpp>

namespace mailhaul::report::html {

std::string date_words(std::int64_t instant) {
  // "2026-11-22T06:04:00Z": its year has four digits.
  const std::string iso = text::format_iso(instant);
  return fmt::format("{}, {} UTC", iso.substr(0, 10), iso.substr(11, 5));
}

int year_of(std::int64_t instant) {
  using std::chrono::days;
  using std::chrono::floor;
  const std::chrono::sys_seconds moment{std::chrono::seconds(instant)};
  return static_cast<int>(std::chrono::year_month_day(floor<days>(moment)).year());
}

}  // namespace mailhaul::report::html
