#include "migrate/wire/pace.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace mailhaul::migrate {
namespace {

using std::chrono::milliseconds;

constexpr std::chrono::seconds kSavings{1};
/// The most that a pause is prolonged by; a fiftieth of it, if that is less.
constexpr milliseconds kLongestJitter{5000};
constexpr milliseconds kShortestJitter{1};
constexpr int kJitterPart = 50;

double random_chance() {
  thread_local std::minstd_rand generator{std::random_device{}()};
  return std::generate_canonical<double, std::numeric_limits<double>::digits>(generator);
}

std::optional<Budget> make_budget(const std::optional<double>& per_second) {
  return per_second ? std::optional<Budget>(*per_second) : std::nullopt;
}

std::optional<Instant> later(std::optional<Instant> one, std::optional<Instant> other) {
  return std::max(one, other);
}

}  // namespace

void Budget::spend(double amount, Instant now) {
  const std::chrono::duration<double> takes(amount / per_second_);
  free_ = std::max(free_, now - kSavings) + std::chrono::duration_cast<Instant::duration>(takes);
}

std::optional<Instant> Budget::due(Instant now) const {
  return free_ > now ? std::optional(free_) : std::nullopt;
}

Pace::Pace(const RateLimit& limit, const TimeSource& time)
    : time_(&time),
      limit_(limit),
      messages_(make_budget(limit.messages)),
      octets_(make_budget(limit.octets)) {}

std::optional<Instant> Pace::message_due() const {
  if (!messages_ && !octets_ && !held_until_) {
    return std::nullopt;
  }
  const Instant now = time_->now();
  std::optional<Instant> due = held_until_ && *held_until_ > now ? held_until_ : std::nullopt;
  due = messages_ ? later(due, messages_->due(now)) : due;
  return octets_ ? later(due, octets_->due(now)) : due;
}

void Pace::count_message() {
  held_until_.reset();
  if (messages_) {
    messages_->spend(1, time_->now());
  }
}

std::optional<Instant> Pace::octets_due() const {
  return octets_ ? octets_->due(time_->now()) : std::nullopt;
}

void Pace::count_octets(std::uint64_t octets) {
  if (octets_) {
    octets_->spend(static_cast<double>(octets), time_->now());
  }
}

milliseconds Pace::hold_off(milliseconds asked) {
  const Instant now = time_->now();
  const Instant until = now + asked + jitter(asked);
  held_until_ = std::max(held_until_.value_or(until), until);
  return std::chrono::ceil<milliseconds>(*held_until_ - now);
}

milliseconds Pace::jitter(milliseconds asked) const {
  const milliseconds most = std::clamp(asked / kJitterPart, kShortestJitter, kLongestJitter);
  const double chance = time_->chance ? time_->chance() : random_chance();
  return milliseconds(std::llround(chance * static_cast<double>(most.count())));
}

std::size_t Pace::largest_batch() const {
  return limit_.messages ? static_cast<std::size_t>(std::max(*limit_.messages, 1.0))
                         : std::numeric_limits<std::size_t>::max();
}

bool Pace::skip_to(Instant due) const {
  if (!time_->skip_to) {
    return false;
  }
  time_->skip_to(due);
  return true;
}

}  // namespace mailhaul::migrate
