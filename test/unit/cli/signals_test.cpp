#include "cli/process/signals.hpp"

#include <csignal>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace mailhaul::cli {
namespace {

bool is_readable(int fd) {
  pollfd entry{.fd = fd, .events = POLLIN, .revents = 0};
  return ::poll(&entry, 1, 0) == 1;
}

/// Runs `body` in a child process and returns its wait status.
template <typename Body>
int wait_status_of(Body body) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::_exit(body());
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

TEST(StopSignals, FirstSignalSetsTheFlagAndWakes) {
  const int status = wait_status_of([] {
    const auto signals = StopSignals::install();
    if (!signals || signals->requested() || is_readable(signals->wake_fd())) {
      return 1;
    }
    ::raise(SIGTERM);
    return signals->requested() && StopSignals::received() == SIGTERM &&
                   is_readable(signals->wake_fd())
               ? 0
               : 2;
  });
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(StopSignals, SecondSignalEndsTheProcessAtOnce) {
  const int status = wait_status_of([] {
    const auto signals = StopSignals::install();
    ::raise(SIGINT);
    ::raise(SIGINT);
    return 0;
  });
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 130);
}

TEST(StopSignals, SignalIgnoredAtTheStartStaysIgnored) {
  const int status = wait_status_of([] {
    ::signal(SIGINT, SIG_IGN);
    const auto signals = StopSignals::install();
    ::raise(SIGINT);
    return signals->requested() ? 1 : 0;
  });
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(StopSignals, DefaultIsBackWhenTheObjectIsGone) {
  const int status = wait_status_of([] {
    {
      const auto signals = StopSignals::install();
    }
    ::raise(SIGTERM);
    return 0;
  });
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(WTERMSIG(status), SIGTERM);
}

}  // namespace
}  // namespace mailhaul::cli
