/// How fast something grows, smoothed, and when it will be complete.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace mailhaul::report {

/// Growth per second, averaged over the recent past. Time is an argument, so that tests need none.
class Rate {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  /// How long the past counts: after this time an old rate has lost two thirds of its weight.
  static constexpr std::chrono::seconds kMemory{15};
  /// The same for estimates of what is left: longer than the pauses that a server asks for, so that
  /// neither they nor the bursts between them are taken for the whole.
  static constexpr std::chrono::minutes kLongMemory{10};

  /// `total` has been reached at `now`. Both never go back; the first call only sets the start.
  void add(TimePoint now, std::uint64_t total);

  /// Per second; std::nullopt until a second has passed since the start.
  [[nodiscard]] std::optional<double> per_second() const;

  /// Time for what is left at the rate of the longer past, pauses included; std::nullopt if there
  /// is none yet, or it is zero, or the time is beyond a hundred days.
  [[nodiscard]] std::optional<std::chrono::seconds> time_for(std::uint64_t left) const;

 private:
  std::optional<TimePoint> start_;
  TimePoint last_;
  std::uint64_t first_total_ = 0;
  std::uint64_t last_total_ = 0;
  std::optional<double> recent_;
  std::optional<double> long_term_;
};

}  // namespace mailhaul::report
