/// Text of options as numbers, sizes and dates. Every error has the kind of the caller's choice of
/// words: Usage, with the value's origin as its place.
#pragma once

#include "cli/options/arguments.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include <mailhaul/base/result.hpp>
#include <mailhaul/migrate/options.hpp>

namespace mailhaul::cli {

/// A whole number between `least` and `most`.
[[nodiscard]] Result<std::uint64_t> parse_count(const Value& value, std::uint64_t least,
                                                std::uint64_t most);

/// Whole seconds, at least one and at most a day.
[[nodiscard]] Result<std::chrono::seconds> parse_seconds(const Value& value);

/// The same, where none at all is a time too.
[[nodiscard]] Result<std::chrono::seconds> parse_pause(const Value& value);

/// Octets; a final k, M or G (in either case) multiplies by 1024, 1024² or 1024³.
[[nodiscard]] Result<std::uint64_t> parse_size(const Value& value);

/// "500k", octets a second and at least 1k, or "4/s" and "90/min", messages: the one member that
/// the text is about.
[[nodiscard]] Result<migrate::RateLimit> parse_rate(const Value& value);

/// YYYY-MM-DD as seconds since 1970 of that midnight in UTC.
[[nodiscard]] Result<std::int64_t> parse_date(const Value& value);

/// Applies a parser to an option that may be absent.
template <typename Parser>
auto parse_optional(const Arguments& arguments, std::string_view name, Parser parser)
    -> Result<std::optional<typename decltype(parser(std::declval<const Value&>()))::value_type>> {
  const Value* value = arguments.find(name);
  if (value == nullptr) {
    return std::nullopt;
  }
  auto parsed = parser(*value);
  if (!parsed) {
    return fail(std::move(parsed.error()));
  }
  return std::move(*parsed);
}

}  // namespace mailhaul::cli
