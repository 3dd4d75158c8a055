/// Numbers as people read them, whatever the locale.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace mailhaul::report {

/// "0 B", "999 B", "4.2 kB", "12.3 MB", "1.5 GB": powers of 1000, rounded to one decimal.
[[nodiscard]] std::string format_bytes(std::uint64_t bytes);

/// "1,234,567".
[[nodiscard]] std::string format_count(std::uint64_t count);

/// "999", "1.2k", "12k", "3.4M": for places where three or four letters fit.
[[nodiscard]] std::string format_count_short(std::uint64_t count);

/// "1 message", "2,000 messages": the noun gets its "s" when there is not exactly one.
[[nodiscard]] std::string format_count(std::uint64_t count, std::string_view noun);

/// "0:07", "12:34", "1:02:03", "26:00:00".
[[nodiscard]] std::string format_duration(std::chrono::seconds duration);

}  // namespace mailhaul::report
