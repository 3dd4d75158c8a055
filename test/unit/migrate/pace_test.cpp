#include "migrate/wire/pace.hpp"

#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// A pace whose time and luck are the test's.
class PaceTest : public ::testing::Test {
 protected:
  PaceTest() {
    time_.now = [this] { return now_; };
    time_.chance = [this] { return chance_; };
  }

  /// How long it takes until so many messages of that size were sent.
  Instant::duration time_for(Pace& pace, int messages, std::uint64_t octets = 0) {
    const Instant start = now_;
    for (int i = 0; i < messages; ++i) {
      now_ = pace.message_due().value_or(now_);
      pace.count_message();
      now_ = pace.octets_due().value_or(now_);
      pace.count_octets(octets);
    }
    return now_ - start;
  }

  Instant now_{std::chrono::hours(1)};
  double chance_ = 0;
  TimeSource time_;
};

TEST_F(PaceTest, IsNoneUnlessAsked) {
  Pace pace({}, time_);
  EXPECT_EQ(time_for(pace, 100'000, 1'000'000), seconds(0));
  EXPECT_GT(pace.largest_batch(), 1'000'000U);
}

TEST_F(PaceTest, KeepsToMessagesPerSecond) {
  Pace pace({.messages = 4, .octets = {}}, time_);
  const auto taken = time_for(pace, 404);
  EXPECT_GE(taken, seconds(99));
  EXPECT_LE(taken, seconds(101));
}

TEST_F(PaceTest, KeepsToOctetsPerSecond) {
  Pace pace({.messages = {}, .octets = 100'000}, time_);
  const auto taken = time_for(pace, 500, 40'000);
  EXPECT_GE(taken, seconds(198));
  EXPECT_LE(taken, seconds(200));
}

TEST_F(PaceTest, KeepsToBoth) {
  Pace pace({.messages = 1000, .octets = 1000}, time_);
  EXPECT_GE(time_for(pace, 11, 1000), seconds(9));
  Pace other({.messages = 1, .octets = 1'000'000}, time_);
  EXPECT_GE(time_for(other, 11, 1000), seconds(9));
}

TEST_F(PaceTest, DoesNotSaveUpWhatALongPauseLeft) {
  Pace pace({.messages = 10, .octets = {}}, time_);
  time_for(pace, 1);
  now_ += minutes(10);
  EXPECT_GE(time_for(pace, 111), seconds(9));
}

TEST_F(PaceTest, BatchHoldsNoMoreThanASecondsMessages) {
  EXPECT_EQ(Pace({.messages = 4, .octets = {}}, time_).largest_batch(), 4U);
  EXPECT_EQ(Pace({.messages = 0.5, .octets = {}}, time_).largest_batch(), 1U);
}

TEST_F(PaceTest, PauseIsKeptToTheMillisecond) {
  Pace pace({}, time_);
  EXPECT_EQ(pace.hold_off(milliseconds(299'609)), milliseconds(299'609));
  EXPECT_EQ(pace.message_due(), now_ + milliseconds(299'609));
  now_ += milliseconds(299'608);
  EXPECT_TRUE(pace.message_due());
  now_ += milliseconds(1);
  EXPECT_FALSE(pace.message_due());
}

TEST_F(PaceTest, JitterOnlyProlongsAndIsBounded) {
  chance_ = 0.999'999;
  EXPECT_EQ(Pace({}, time_).hold_off(seconds(100)), seconds(102));
  EXPECT_EQ(Pace({}, time_).hold_off(minutes(50)), minutes(50) + seconds(5));
  EXPECT_EQ(Pace({}, time_).hold_off(milliseconds(1)), milliseconds(2));
}

TEST_F(PaceTest, LuckIsOfItsOwnIfNoneIsGiven) {
  time_.chance = {};
  for (int i = 0; i < 1000; ++i) {
    const milliseconds held = Pace({}, time_).hold_off(seconds(100));
    EXPECT_GE(held, seconds(100));
    EXPECT_LE(held, seconds(102));
  }
}

TEST_F(PaceTest, LongestOfSeveralPausesCounts) {
  Pace pace({}, time_);
  pace.hold_off(seconds(30));
  EXPECT_EQ(pace.hold_off(seconds(10)), seconds(30));
}

}  // namespace
}  // namespace mailhaul::migrate
