#include "text/civil_time.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/date_time.hpp>

namespace mailhaul::text {

namespace {

using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year;

constexpr UnixSeconds kFirst =
    sys_seconds{sys_days{year{1} / std::chrono::January / 1}}.time_since_epoch().count();
constexpr UnixSeconds kLast =
    sys_seconds{sys_days{year{10000} / std::chrono::January / 1}}.time_since_epoch().count() - 1;

/// The parts of an instant in UTC, clamped to years of four digits.
struct UtcParts {
  explicit UtcParts(UnixSeconds instant)
      : seconds(std::chrono::seconds{std::clamp(instant, kFirst, kLast)}),
        days(std::chrono::floor<std::chrono::days>(seconds)),
        date(days),
        time(seconds - days) {}

  [[nodiscard]] unsigned day() const { return static_cast<unsigned>(date.day()); }

  [[nodiscard]] unsigned month() const { return static_cast<unsigned>(date.month()); }

  [[nodiscard]] unsigned year_number() const {
    return static_cast<unsigned>(static_cast<int>(date.year()));
  }

  sys_seconds seconds;
  sys_days days;
  std::chrono::year_month_day date;
  std::chrono::hh_mm_ss<std::chrono::seconds> time;
};

/// Overwrites `width` characters at `at` with the last digits of `value`, padded with zeros.
void put_digits(std::string& out, std::size_t at, std::size_t width, unsigned value) {
  for (std::size_t i = width; i > 0; --i) {
    out[at + i - 1] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
}

/// "hh:mm:ss", over a template that holds the colons.
void put_time(std::string& out, std::size_t at, const UtcParts& parts) {
  put_digits(out, at, 2, static_cast<unsigned>(parts.time.hours().count()));
  put_digits(out, at + 3, 2, static_cast<unsigned>(parts.time.minutes().count()));
  put_digits(out, at + 6, 2, static_cast<unsigned>(parts.time.seconds().count()));
}

void put_month(std::string& out, std::size_t at, const UtcParts& parts) {
  out.replace(at, 3, kMonths[parts.month() - 1]);
}

/// The number that fills `field` entirely; all fields here have at most four digits.
std::optional<unsigned> parse_field(std::string_view field) {
  const std::optional<std::uint64_t> value = parse_number(field);
  return value ? std::optional(static_cast<unsigned>(*value)) : std::nullopt;
}

}  // namespace

std::string format_internal_date(UnixSeconds instant) {
  const UtcParts parts(instant);
  std::string out = "dd-Mon-yyyy hh:mm:ss +0000";
  put_digits(out, 0, 2, parts.day());
  if (parts.day() < 10) {
    out[0] = ' ';
  }
  put_month(out, 3, parts);
  put_digits(out, 7, 4, parts.year_number());
  put_time(out, 12, parts);
  return out;
}

std::string format_mail_date(UnixSeconds instant) {
  const UtcParts parts(instant);
  std::string out = "Day, dd Mon yyyy hh:mm:ss +0000";
  out.replace(0, 3, kWeekdays[std::chrono::weekday{parts.days}.c_encoding()]);
  put_digits(out, 5, 2, parts.day());
  put_month(out, 8, parts);
  put_digits(out, 12, 4, parts.year_number());
  put_time(out, 17, parts);
  return out;
}

std::string format_iso(UnixSeconds instant) {
  const UtcParts parts(instant);
  std::string out = "yyyy-mm-ddThh:mm:ssZ";
  put_digits(out, 0, 4, parts.year_number());
  put_digits(out, 5, 2, parts.month());
  put_digits(out, 8, 2, parts.day());
  put_time(out, 11, parts);
  return out;
}

// date-time = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE
// RFC 9051 section 9
std::optional<UnixSeconds> parse_internal_date(std::string_view date_time) {
  constexpr std::string_view kShape = "dd-Mon-yyyy hh:mm:ss +hhmm";
  if (date_time.size() != kShape.size()) {
    return std::nullopt;
  }
  for (const std::size_t at : {2U, 6U, 11U, 14U, 17U, 20U}) {
    if (date_time[at] != kShape[at]) {
      return std::nullopt;
    }
  }
  const bool is_padded = date_time[0] == ' ';
  const auto day = parse_field(date_time.substr(is_padded ? 1 : 0, is_padded ? 1 : 2));
  const auto month = parse_month(date_time.substr(3, 3));
  const auto year_number = parse_field(date_time.substr(7, 4));
  const auto hour = parse_field(date_time.substr(12, 2));
  const auto minute = parse_field(date_time.substr(15, 2));
  const auto second = parse_field(date_time.substr(18, 2));
  const auto zone = parse_zone_digits(date_time.substr(22));
  const char sign = date_time[21];
  if (!day || !month || !year_number || !hour || !minute || !second || !zone ||
      (sign != '+' && sign != '-')) {
    return std::nullopt;
  }
  return to_instant({.year = static_cast<int>(*year_number),
                     .month = *month,
                     .day = *day,
                     .hour = *hour,
                     .minute = *minute,
                     .second = *second,
                     .zone = sign == '-' ? -*zone : *zone});
}

}  // namespace mailhaul::text
