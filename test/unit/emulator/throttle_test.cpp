#include "emulator/faults/throttle.hpp"

#include <gtest/gtest.h>

namespace mailhaul::emulator {

namespace {

using std::chrono::milliseconds;

Instant at(int time) {
  return Instant(milliseconds(time));
}

ThrottleRules rules() {
  return {.rate = 4, .burst = 2, .backoff = milliseconds(1000)};
}

TEST(Throttle, IsOffWithoutARate) {
  Throttle throttle({}, at(0));
  for (int count = 0; count < 1000; ++count) {
    EXPECT_FALSE(throttle.on_append(at(0)));
  }
}

TEST(Throttle, RefusesBeyondTheBurst) {
  Throttle throttle(rules(), at(0));
  EXPECT_FALSE(throttle.on_append(at(0)));
  EXPECT_FALSE(throttle.on_append(at(0)));
  const auto verdict = throttle.on_append(at(0));
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->backoff, milliseconds(1000));
  EXPECT_FALSE(verdict->returned_early);
  EXPECT_FALSE(verdict->close);
}

TEST(Throttle, ReportsTheWaitThatIsOver) {
  Throttle throttle(rules(), at(0));
  throttle.on_append(at(0));
  throttle.on_append(at(0));
  throttle.on_append(at(0));
  EXPECT_FALSE(throttle.on_append(at(1020)));
  const auto waited = throttle.take_waited();
  ASSERT_TRUE(waited);
  EXPECT_EQ(waited->asked, milliseconds(1000));
  EXPECT_EQ(waited->waited, milliseconds(1020));
  EXPECT_FALSE(throttle.take_waited());
}

TEST(Throttle, DoublesUpToTheLongestBackoff) {
  Throttle throttle(
      {.rate = 1, .burst = 0, .backoff = milliseconds(1000), .longest_backoff = milliseconds(3000)},
      at(0));
  EXPECT_EQ(throttle.on_append(at(0))->backoff, milliseconds(1000));
  EXPECT_EQ(throttle.on_append(at(1))->backoff, milliseconds(2000));
  const auto third = throttle.on_append(at(2));
  EXPECT_EQ(third->backoff, milliseconds(3000));
  EXPECT_EQ(third->returned_early, milliseconds(1999));
}

TEST(Throttle, OtherCommandsAreFreeOutsideABackoff) {
  Throttle throttle(rules(), at(0));
  EXPECT_FALSE(throttle.on_other(at(0)));
  throttle.on_append(at(0));
  throttle.on_append(at(0));
  throttle.on_append(at(0));
  EXPECT_TRUE(throttle.on_other(at(10))->close);
}

}  // namespace

}  // namespace mailhaul::emulator
