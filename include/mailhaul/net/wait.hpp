/// How long a network operation may take and what ends it early.
#pragma once

#include <chrono>
#include <poll.h>
#include <span>

#include <mailhaul/base/result.hpp>

namespace mailhaul::net {

using Clock = std::chrono::steady_clock;
using Deadline = Clock::time_point;

/// Every blocking call of this folder takes one of these.
struct WaitLimit {
  /// When to give up.
  Deadline deadline = Deadline::max();
  /// Ends the wait with ErrorKind::Interrupted when it becomes readable; -1: nothing does.
  int stop_fd = -1;
};

/// Gives up after `duration` from now.
[[nodiscard]] inline WaitLimit within(Clock::duration duration, int stop_fd = -1) {
  return {.deadline = Clock::now() + duration, .stop_fd = stop_fd};
}

enum class WaitEnd { Ready, TimedOut };

/// poll(2) until one of `entries` is ready or the deadline has passed; a signal does not end it.
/// Entries with a negative descriptor are ignored. A ready entry wins over a passed deadline, and
/// `stop_fd` (ErrorKind::Interrupted) over both.
[[nodiscard]] Result<WaitEnd> wait_for(std::span<pollfd> entries, WaitLimit limit);

}  // namespace mailhaul::net
