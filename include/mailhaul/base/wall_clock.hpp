/// The time of day, as journals and reports record it.
#pragma once

#include <chrono>
#include <cstdint>

namespace mailhaul {

/// Seconds since 1970.
[[nodiscard]] inline std::int64_t now_seconds() {
  using std::chrono::floor;
  return floor<std::chrono::seconds>(std::chrono::system_clock::now()).time_since_epoch().count();
}

}  // namespace mailhaul
