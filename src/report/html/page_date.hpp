/// When a page was made.
#pragma once

#include <cstdint>
#include <string>

namespace mailhaul::report::html {

/// "2026-11-22, 06:04 UTC".
[[nodiscard]] std::string date_words(std::int64_t instant);

/// In UTC.
[[nodiscard]] int year_of(std::int64_t instant);

}  // namespace mailhaul::report::html
