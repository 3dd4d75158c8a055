/// Calendar arithmetic shared by the formatter and the parsers of dates.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string_view>

#include <mailhaul/text/date_time.hpp>

namespace mailhaul::text {

inline constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

inline constexpr std::array<std::string_view, 7> kWeekdays{"Sun", "Mon", "Tue", "Wed",
                                                           "Thu", "Fri", "Sat"};

/// A date and time of day in some zone, as written.
struct CivilTime {
  int year = 1970;
  unsigned month = 1;
  unsigned day = 1;
  unsigned hour = 0;
  unsigned minute = 0;
  unsigned second = 0;  ///< 60 only as a leap second
  std::chrono::minutes zone{0};
};

/// std::nullopt for a date or time that does not exist.
[[nodiscard]] std::optional<UnixSeconds> to_instant(const CivilTime& time);

/// 1 to 12 for a month's first three letters in any case; std::nullopt else.
[[nodiscard]] std::optional<unsigned> parse_month(std::string_view name);

/// Offset of "+hhmm" digits; std::nullopt unless the minutes are below 60 and the hours below 24.
[[nodiscard]] std::optional<std::chrono::minutes> parse_zone_digits(std::string_view hhmm);

}  // namespace mailhaul::text
