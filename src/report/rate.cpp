#include <cmath>

#include <mailhaul/report/rate.hpp>

namespace mailhaul::report {

namespace {

double seconds_between(Rate::TimePoint from, Rate::TimePoint to) {
  return std::chrono::duration<double>(to - from).count();
}

/// Shorter steps say more about buffers than about the rate.
constexpr double kShortestStep = 0.2;

}  // namespace

void Rate::add(TimePoint now, std::uint64_t total) {
  if (!start_) {
    start_ = now;
    last_ = now;
    first_total_ = total;
    last_total_ = total;
    return;
  }
  const double step = seconds_between(last_, now);
  if (step < kShortestStep || total < last_total_) {
    return;
  }
  const double current = static_cast<double>(total - last_total_) / step;
  const double age = seconds_between(*start_, now);
  // In the beginning the average of all is the better estimate.
  const double weight = age < static_cast<double>(kMemory.count())
                            ? step / age
                            : 1.0 - std::exp(-step / static_cast<double>(kMemory.count()));
  smoothed_ = smoothed_ ? *smoothed_ + weight * (current - *smoothed_) : current;
  last_ = now;
  last_total_ = total;
}

std::optional<double> Rate::per_second() const {
  if (!smoothed_ || seconds_between(*start_, last_) < 1.0) {
    return std::nullopt;
  }
  return smoothed_;
}

std::optional<std::chrono::seconds> Rate::time_for(std::uint64_t left) const {
  constexpr double kHundredDays = 100.0 * 24 * 3600;
  const std::optional<double> rate = per_second();
  if (!rate || *rate <= 0.0) {
    return std::nullopt;
  }
  const double seconds = std::ceil(static_cast<double>(left) / *rate);
  if (seconds > kHundredDays) {
    return std::nullopt;
  }
  return std::chrono::seconds(static_cast<std::chrono::seconds::rep>(seconds));
}

}  // namespace mailhaul::report
