#include "text/civil_time.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::text {
namespace {

/// The first three letters as one number, without regard to case. Only letters become letters.
constexpr std::uint32_t month_key(std::string_view name) {
  std::uint32_t key = 0;
  for (const char letter : name.substr(0, 3)) {
    const bool is_upper = letter >= 'A' && letter <= 'Z';
    key = key << 8U | static_cast<unsigned char>(is_upper ? letter + ('a' - 'A') : letter);
  }
  return key;
}

constexpr std::array<std::uint32_t, kMonths.size()> kMonthKeys = [] {
  std::array<std::uint32_t, kMonths.size()> keys{};
  std::ranges::transform(kMonths, keys.begin(), month_key);
  return keys;
}();

}  // namespace

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
  const auto* const found = std::ranges::find(kMonthKeys, month_key(name));
  return found == kMonthKeys.end()
             ? std::nullopt
             : std::optional(static_cast<unsigned>(found - kMonthKeys.begin()) + 1);
}

std::optional<std::chrono::minutes> parse_zone_digits(std::string_view hhmm) {
  const std::optional<std::uint64_t> value = parse_number(hhmm);
  if (!value || hhmm.size() != 4 || *value % 100 > 59 || *value / 100 > 23) {
    return std::nullopt;
  }
  return std::chrono::minutes{*value / 100 * 60 + *value % 100};
}

}  // namespace mailhaul::text
