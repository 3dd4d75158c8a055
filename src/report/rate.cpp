#include <cmath>

#include <mailhaul/report/rate.hpp>

namespace mailhaul::report {

namespace {

double seconds_between(Rate::TimePoint from, Rate::TimePoint to) {
  return std::chrono::duration<double>(to - from).count();
}

/// Shorter steps say more about buffers than about the rate.
constexpr double kShortestStep = 0.2;

/// `average` with a step in which it was `current`. In the beginning the average of all is the
/// better estimate.
double smooth(std::optional<double> average, double current, double step, double age,
              std::chrono::seconds memory) {
  const auto length = static_cast<double>(memory.count());
  const double weight = age < length ? step / age : 1.0 - std::exp(-step / length);
  return average ? *average + weight * (current - *average) : current;
}

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
  recent_ = smooth(recent_, current, step, age, kMemory);
  long_term_ = smooth(long_term_, current, step, age, kLongMemory);
  last_ = now;
  last_total_ = total;
}

std::optional<double> Rate::per_second() const {
  if (!recent_ || seconds_between(*start_, last_) < 1.0) {
    return std::nullopt;
  }
  return recent_;
}

std::optional<std::chrono::seconds> Rate::time_for(std::uint64_t left) const {
  constexpr double kHundredDays = 100.0 * 24 * 3600;
  if (!per_second() || *long_term_ <= 0.0) {
    return std::nullopt;
  }
  const double seconds = std::ceil(static_cast<double>(left) / *long_term_);
  if (seconds > kHundredDays) {
    return std::nullopt;
  }
  return std::chrono::seconds(static_cast<std::chrono::seconds::rep>(seconds));
}

}  // namespace mailhaul::report
