/// When the next message may be sent: no faster than the user allows (--max-rate), and not before
/// the server has had the pause that it asked for.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

#include <mailhaul/migrate/options.hpp>
#include <mailhaul/migrate/time_source.hpp>

namespace mailhaul::migrate {

/// What may be spent per second. It may be overdrawn by what has to be spent at once; then nothing
/// is due until the debt is paid. What is not spent for a second is lost.
class Budget {
 public:
  explicit Budget(double per_second) : per_second_(per_second) {}

  void spend(double amount, Instant now);

  /// The moment of `free`, if it is still to come.
  [[nodiscard]] std::optional<Instant> due(Instant now) const;

 private:
  double per_second_;
  Instant free_ = Instant::min();
};

/// One for a whole run, since a pause outlives the connection on which it was asked for. Used by
/// one thread at a time.
class Pace {
 public:
  /// `time` must outlive the object.
  Pace(const RateLimit& limit, const TimeSource& time);

  /// When the next message may be started; std::nullopt: now.
  [[nodiscard]] std::optional<Instant> message_due() const;
  void count_message();

  /// When the next octets of a started message may follow; std::nullopt: now.
  [[nodiscard]] std::optional<Instant> octets_due() const;
  void count_octets(std::uint64_t octets);

  /// The server asked for a pause. It gets that to the millisecond and a little more, by chance, so
  /// that many runs do not come back at once. Returns how long nothing is sent from now.
  std::chrono::milliseconds hold_off(std::chrono::milliseconds asked);

  /// As many messages as may be sent in one command.
  [[nodiscard]] std::size_t largest_batch() const;

  /// Lets the time until then pass where it can be skipped; false: it has to be waited for.
  [[nodiscard]] bool skip_to(Instant due) const;

  [[nodiscard]] Instant now() const { return time_->now(); }

 private:
  [[nodiscard]] std::chrono::milliseconds jitter(std::chrono::milliseconds asked) const;

  const TimeSource* time_;
  RateLimit limit_;
  std::optional<Budget> messages_;
  std::optional<Budget> octets_;
  std::optional<Instant> held_until_;
};

}  // namespace mailhaul::migrate
