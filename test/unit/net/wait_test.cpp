#include <array>

#include <gtest/gtest.h>

#include <mailhaul/net/wait.hpp>
#include <mailhaul/net/wakeup.hpp>

namespace mailhaul::net {
namespace {

TEST(Wait, StopDescriptorWinsOverReadiness) {
  const auto stop = Wakeup::make();
  const auto ready = Wakeup::make();
  stop->notify();
  ready->notify();
  std::array<pollfd, 1> entries{pollfd{.fd = ready->fd(), .events = POLLIN, .revents = 0}};
  const auto end = wait_for(entries, within(std::chrono::hours(1), stop->fd()));
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().kind, ErrorKind::Interrupted);
}

TEST(Wait, ReadinessWinsOverAPassedDeadline) {
  const auto ready = Wakeup::make();
  ready->notify();
  std::array<pollfd, 1> entries{pollfd{.fd = ready->fd(), .events = POLLIN, .revents = 0}};
  EXPECT_EQ(wait_for(entries, {.deadline = Deadline::min()}).value(), WaitEnd::Ready);
  EXPECT_NE(entries[0].revents, 0);
}

TEST(Wait, PassedDeadlineEndsAtOnce) {
  std::array<pollfd, 1> nothing{pollfd{.fd = -1, .events = POLLIN, .revents = 0}};
  EXPECT_EQ(wait_for(nothing, {.deadline = Deadline::min()}).value(), WaitEnd::TimedOut);
}

}  // namespace
}  // namespace mailhaul::net
