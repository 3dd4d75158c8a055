#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <limits>
#include <vector>

#include <fmt/format.h>

#include <mailhaul/net/wait.hpp>

namespace mailhaul::net {

namespace {

/// For poll(2): milliseconds rounded up, so that a wait never ends just before its deadline.
int remaining_milliseconds(Deadline deadline) {
  if (deadline == Deadline::max()) {
    return -1;
  }
  const auto now = Clock::now();
  if (deadline <= now) {  // also keeps the difference from overflowing for Deadline::min()
    return 0;
  }
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - now).count();
  return static_cast<int>(std::min<std::int64_t>(left, std::numeric_limits<int>::max()));
}

}  // namespace

Result<WaitEnd> wait_for(std::span<pollfd> entries, WaitLimit limit) {
  std::vector<pollfd> all(entries.begin(), entries.end());
  all.push_back({.fd = limit.stop_fd, .events = POLLIN, .revents = 0});
  int ready = 0;
  do {
    ready = ::poll(all.data(), all.size(), remaining_milliseconds(limit.deadline));
  } while (ready < 0 && errno == EINTR);
  if (ready < 0) {
    return fail(ErrorKind::Internal, fmt::format("poll failed: {}", std::strerror(errno)));
  }
  if (all.back().revents != 0) {
    return fail(ErrorKind::Interrupted, "asked to stop");
  }
  std::copy_n(all.begin(), entries.size(), entries.begin());
  return ready > 0 ? WaitEnd::Ready : WaitEnd::TimedOut;
}

}  // namespace mailhaul::net
