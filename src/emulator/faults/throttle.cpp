#include "emulator/faults/throttle.hpp"

#include <algorithm>
#include <utility>

namespace mailhaul::emulator {

void Throttle::refill(Instant now) {
  const std::chrono::duration<double> passed = now - refilled_;
  tokens_ = std::min(rules_.burst, tokens_ + passed.count() * rules_.rate);
  refilled_ = now;
}

void Throttle::leave_backoff(Instant now) {
  if (backoff_.count() > 0) {
    waited_ = WaitedBackoff{.asked = backoff_, .waited = now - backoff_since_};
    backoff_ = std::chrono::milliseconds(0);
    warnings_ = 0;
  }
}

ThrottleVerdict Throttle::punish(Instant now) {
  const ThrottleVerdict verdict = {.backoff = std::min(2 * backoff_, rules_.longest_backoff),
                                   .returned_early = backoff_until_ - now,
                                   .close = ++warnings_ > rules_.ignored_warnings};
  backoff_ = verdict.backoff;
  backoff_since_ = now;
  backoff_until_ = now + backoff_;
  return verdict;
}

std::optional<ThrottleVerdict> Throttle::on_append(Instant now) {
  if (rules_.rate <= 0) {
    return std::nullopt;
  }
  if (in_backoff(now)) {
    return punish(now);
  }
  leave_backoff(now);
  refill(now);
  if (tokens_ >= 1) {
    tokens_ -= 1;
    return std::nullopt;
  }
  backoff_ = rules_.backoff;
  backoff_since_ = now;
  backoff_until_ = now + backoff_;
  return ThrottleVerdict{.backoff = backoff_};
}

std::optional<ThrottleVerdict> Throttle::on_other(Instant now) {
  if (!in_backoff(now)) {
    return std::nullopt;
  }
  ThrottleVerdict verdict = punish(now);
  verdict.close = true;
  return verdict;
}

std::optional<WaitedBackoff> Throttle::take_waited() {
  return std::exchange(waited_, std::nullopt);
}

}  // namespace mailhaul::emulator
