/// Where the engine takes its time from. A test puts its own here, so that waiting takes none.
#pragma once

#include <chrono>
#include <functional>

namespace mailhaul::migrate {

using Instant = std::chrono::steady_clock::time_point;

/// Waits for the answer of a server always take real time.
struct TimeSource {
  std::function<Instant()> now = std::chrono::steady_clock::now;
  /// Lets the time until then pass; empty: it is waited for.
  std::function<void(Instant)> skip_to = {};
  /// At least 0 and less than 1, for jitter; empty: random.
  std::function<double()> chance = {};
};

}  // namespace mailhaul::migrate
