#include "cli/options/values.hpp"

#include <algorithm>
#include <cctype>
#include <limits>

#include <fmt/core.h>

#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::cli {

namespace {

Failure refuse(const Value& value, std::string_view what, std::string hint) {
  return fail(ErrorKind::Usage,
              fmt::format("\"{}\" is no {}", text::escape_for_display(value.text), what),
              value.origin, std::move(hint));
}

std::uint64_t multiplier(char unit) {
  switch (std::tolower(static_cast<unsigned char>(unit))) {
    case 'k':
      return std::uint64_t{1} << 10U;
    case 'm':
      return std::uint64_t{1} << 20U;
    case 'g':
      return std::uint64_t{1} << 30U;
    default:
      return 1;
  }
}

Result<std::chrono::seconds> parse_seconds_from(std::uint64_t shortest, const Value& value) {
  constexpr std::uint64_t kDay = 24 * 3600;
  const auto number = text::parse_number(value.text);
  if (!number || *number < shortest || *number > kDay) {
    return refuse(value, "time that fits here",
                  fmt::format("give whole seconds, from {} to {}", shortest, kDay));
  }
  return std::chrono::seconds(*number);
}

}  // namespace

Result<std::uint64_t> parse_count(const Value& value, std::uint64_t least, std::uint64_t most) {
  const auto number = text::parse_number(value.text);
  if (!number || *number < least || *number > most) {
    return refuse(value, "number that fits here",
                  fmt::format("give a whole number from {} to {}", least, most));
  }
  return *number;
}

Result<std::chrono::seconds> parse_seconds(const Value& value) {
  return parse_seconds_from(1, value);
}

Result<std::chrono::seconds> parse_pause(const Value& value) {
  return parse_seconds_from(0, value);
}

Result<std::uint64_t> parse_size(const Value& value) {
  std::string_view digits = value.text;
  const std::uint64_t unit = digits.empty() ? 1 : multiplier(digits.back());
  if (unit != 1) {
    digits.remove_suffix(1);
  }
  const auto number = text::parse_number(digits);
  if (!number || *number == 0 || *number > std::numeric_limits<std::int64_t>::max() / unit) {
    return refuse(value, "size", "give octets, or a number with k, M or G, such as 25M");
  }
  return *number * unit;
}

Result<migrate::RateLimit> parse_rate(const Value& value) {
  constexpr std::uint64_t kLeastOctets = 1024;
  constexpr std::uint64_t kMostMessages = 1'000'000;
  const std::string_view text = value.text;
  const std::size_t slash = std::min(text.find('/'), text.size());
  const std::string_view unit = text.substr(slash);
  if (unit == "/s" || unit == "/min") {
    const auto number = text::parse_number(text.substr(0, slash));
    if (number && *number > 0 && *number <= kMostMessages) {
      return migrate::RateLimit{
          .messages = static_cast<double>(*number) / (unit == "/s" ? 1.0 : 60.0), .octets = {}};
    }
  } else if (const auto octets = parse_size(value); octets && *octets >= kLeastOctets) {
    return migrate::RateLimit{.messages = {}, .octets = static_cast<double>(*octets)};
  }
  return refuse(value, "rate",
                "give octets a second, at least 1k, such as 500k, or messages, such as 4/s or "
                "90/min");
}

Result<std::int64_t> parse_date(const Value& value) {
  const std::string_view date = value.text;
  const auto number = [date](std::size_t begin, std::size_t count) {
    return text::parse_number(date.substr(begin, count));
  };
  const bool shaped = date.size() == 10 && date[4] == '-' && date[7] == '-';
  const auto year = shaped ? number(0, 4) : std::nullopt;
  const auto month = shaped ? number(5, 2) : std::nullopt;
  const auto day = shaped ? number(8, 2) : std::nullopt;
  if (year && month && day) {
    const std::chrono::year_month_day parsed{std::chrono::year(static_cast<int>(*year)),
                                             std::chrono::month(static_cast<unsigned>(*month)),
                                             std::chrono::day(static_cast<unsigned>(*day))};
    if (parsed.ok()) {
      return std::chrono::sys_seconds(std::chrono::sys_days(parsed)).time_since_epoch().count();
    }
  }
  return refuse(value, "date", "give year, month and day, such as 2019-01-31");
}

}  // namespace mailhaul::cli
