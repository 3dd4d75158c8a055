/// ASCII only, whatever the locale says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mailhaul::text {

[[nodiscard]] bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);

/// Most names that are compared differ in their length, hence in the header.
[[nodiscard]] inline bool equals_ignoring_case(std::string_view left, std::string_view right) {
  return left.size() == right.size() && starts_with_ignoring_case(left, right);
}

[[nodiscard]] std::string to_lower(std::string_view text);
[[nodiscard]] std::string to_upper(std::string_view text);

/// The whole of `digits` as a decimal number; std::nullopt if empty, if anything else is in it, or
/// if it does not fit.
[[nodiscard]] std::optional<std::uint64_t> parse_number(std::string_view digits);

/// The text with its first letter in upper case, if that is one of a to z.
[[nodiscard]] std::string capitalised(std::string_view text);

}  // namespace mailhaul::text
