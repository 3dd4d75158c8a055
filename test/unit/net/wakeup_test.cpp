#include <array>
#include <cerrno>

#include <gtest/gtest.h>

#include <mailhaul/net/wait.hpp>
#include <mailhaul/net/wakeup.hpp>

namespace mailhaul::net {
namespace {

WaitEnd state_of(const Wakeup& wakeup) {
  std::array<pollfd, 1> entries{pollfd{.fd = wakeup.fd(), .events = POLLIN, .revents = 0}};
  return wait_for(entries, {.deadline = Clock::now()}).value();
}

TEST(Wakeup, IsReadableFromNotifyToDrain) {
  const auto wakeup = Wakeup::make();
  ASSERT_TRUE(wakeup);
  EXPECT_EQ(state_of(*wakeup), WaitEnd::TimedOut);
  wakeup->notify();
  wakeup->notify();
  EXPECT_EQ(state_of(*wakeup), WaitEnd::Ready);
  wakeup->drain();
  EXPECT_EQ(state_of(*wakeup), WaitEnd::TimedOut);
}

TEST(Wakeup, LeavesErrnoAlone) {
  const auto wakeup = Wakeup::make();
  errno = ENOTTY;
  wakeup->notify();
  EXPECT_EQ(errno, ENOTTY);
}

}  // namespace
}  // namespace mailhaul::net
