/// A descriptor that another thread or a signal handler makes readable, to end a poll(2).
#pragma once

#include <mailhaul/base/result.hpp>
#include <mailhaul/base/unique_fd.hpp>

namespace mailhaul::net {

/// An eventfd(2). notify() and drain() may be called from different threads.
class Wakeup {
 public:
  [[nodiscard]] static Result<Wakeup> make();

  /// Makes fd() readable until the next drain(). Async-signal-safe; never blocks or fails.
  void notify() const noexcept;

  /// Forgets every notify() so far. Look at what was announced after this, not before.
  void drain() const noexcept;

  [[nodiscard]] int fd() const { return event_.get(); }

 private:
  explicit Wakeup(UniqueFd event) : event_(std::move(event)) {}

  UniqueFd event_;
};

}  // namespace mailhaul::net
