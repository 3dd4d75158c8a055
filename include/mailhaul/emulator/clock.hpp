/// The emulator's time: real, or moved by a test.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace mailhaul::emulator {

/// Milliseconds since 1970-01-01T00:00:00Z.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  Clock(Clock&&) = delete;
  Clock& operator=(Clock&&) = delete;
  virtual ~Clock() = default;

  [[nodiscard]] virtual Instant now() const {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now());
  }
};

/// Stands still until it is advanced, from any thread. Budgets, token life and delayed stores
/// follow it; the timeouts of a silent connection always use real time.
class SimulatedClock : public Clock {
 public:
  explicit SimulatedClock(Instant start) : milliseconds_(start.time_since_epoch().count()) {}

  [[nodiscard]] Instant now() const override {
    return Instant(std::chrono::milliseconds(milliseconds_.load()));
  }

  void advance(std::chrono::milliseconds step) { milliseconds_ += step.count(); }

 private:
  std::atomic<std::int64_t> milliseconds_;
};

}  // namespace mailhaul::emulator
