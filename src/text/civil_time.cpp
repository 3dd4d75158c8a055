#include "text/civil_time.hpp"

#include <cstdint>

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::text {

std::optional<UnixSeconds> to_instant(const CivilTime& time) {
  const std::chrono::year_month_day date{
      std::chrono::year{time.year}, std::chrono::month{time.month}, std::chrono::day{time.day}};
  if (!date.ok() || time.hour > 23 || time.minute > 59 || time.second > 60) {
    return std::nullopt;
  }
  const std::chrono::sys_seconds instant =
      std::chrono::sys_days{date} + std::chrono::hours{time.hour} +
      std::chrono::minutes{time.minute} + std::chrono::seconds{time.second} - time.zone;
  return instant.time_since_epoch().count();
}

std::optional<unsigned> parse_month(std::string_view name) {
  for (unsigned i = 0; i < kMonths.size(); ++i) {
    if (equals_ignoring_case(name.substr(0, 3), kMonths[i])) {
      return i + 1;
    }
  }
  return std::nullopt;
}

std::optional<std::chrono::minutes> parse_zone_digits(std::string_view hhmm) {
  const std::optional<std::uint64_t> value = parse_number(hhmm);
  if (!value || hhmm.size() != 4 || *value % 100 > 59 || *value / 100 > 23) {
    return std::nullopt;
  }
  return std::chrono::minutes{*value / 100 * 60 + *value % 100};
}

}  // namespace mailhaul::text
