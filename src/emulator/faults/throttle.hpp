/// The APPEND budget of one user (E4, throttling): a bucket of tokens, and a backoff once it is
/// empty that doubles for everybody who does not wait.
#pragma once

#include <chrono>
#include <optional>

#include <mailhaul/emulator/clock.hpp>
#include <mailhaul/emulator/profile.hpp>

namespace mailhaul::emulator {

/// What a refused request is told.
struct ThrottleVerdict {
  std::chrono::milliseconds backoff{0};
  /// The client did not wait; how much was left of the previous backoff.
  std::optional<std::chrono::milliseconds> returned_early = {};
  /// Too many warnings were ignored: the connection ends.
  bool close = false;
};

/// A wait that is over: what was asked for and what was waited.
struct WaitedBackoff {
  std::chrono::milliseconds asked{0};
  std::chrono::milliseconds waited{0};
};

class Throttle {
 public:
  Throttle(const ThrottleRules& rules, Instant now)
      : rules_(rules), tokens_(rules.burst), refilled_(now) {}

  /// An APPEND: takes a token, or says how long to wait.
  std::optional<ThrottleVerdict> on_append(Instant now);

  /// Any other command: free, unless a backoff is running.
  std::optional<ThrottleVerdict> on_other(Instant now);

  /// The backoff that ended with the last call, once.
  std::optional<WaitedBackoff> take_waited();

 private:
  [[nodiscard]] bool in_backoff(Instant now) const { return now < backoff_until_; }

  ThrottleVerdict punish(Instant now);
  void refill(Instant now);
  void leave_backoff(Instant now);

  ThrottleRules rules_;
  double tokens_;
  Instant refilled_;
  Instant backoff_since_{};
  Instant backoff_until_{};
  std::chrono::milliseconds backoff_{0};
  unsigned warnings_ = 0;
  std::optional<WaitedBackoff> waited_;
};

}  // namespace mailhaul::emulator
