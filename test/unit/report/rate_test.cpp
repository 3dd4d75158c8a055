#include <gtest/gtest.h>

#include <mailhaul/report/rate.hpp>

namespace mailhaul::report {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Rate::TimePoint kStart{};

TEST(Rate, IsUnknownInTheFirstSecond) {
  Rate rate;
  EXPECT_FALSE(rate.per_second().has_value());
  rate.add(kStart, 0);
  rate.add(kStart + milliseconds(900), 900);
  EXPECT_FALSE(rate.per_second().has_value());
}

TEST(Rate, OfSteadyGrowthIsThatGrowth) {
  Rate rate;
  for (unsigned second = 0; second <= 60; ++second) {
    rate.add(kStart + seconds(second), 5000 + second * 1000);
  }
  EXPECT_NEAR(rate.per_second().value(), 1000.0, 0.001);
}

TEST(Rate, CountsOnlyWhatCameAfterTheStart) {
  Rate rate;
  rate.add(kStart, 1'000'000);
  rate.add(kStart + seconds(2), 1'000'200);
  EXPECT_NEAR(rate.per_second().value(), 100.0, 0.001);
}

TEST(Rate, FollowsAChangeWithinItsMemory) {
  Rate rate;
  std::uint64_t total = 0;
  unsigned second = 0;
  for (; second <= 60; ++second) {
    rate.add(kStart + seconds(second), total += 1000);
  }
  for (; second <= 120; ++second) {
    rate.add(kStart + seconds(second), total += 100);
  }
  EXPECT_NEAR(rate.per_second().value(), 100.0, 20.0);
}

TEST(Rate, OneBurstDoesNotMoveItMuch) {
  Rate rate;
  for (unsigned second = 0; second <= 60; ++second) {
    rate.add(kStart + seconds(second), second * 1000);
  }
  rate.add(kStart + seconds(61), 60'000 + 11'000);
  EXPECT_LT(rate.per_second().value(), 2000.0);
}

TEST(Rate, GivesTheTimeForWhatIsLeft) {
  Rate rate;
  EXPECT_FALSE(rate.time_for(100).has_value());
  rate.add(kStart, 0);
  rate.add(kStart + seconds(2), 200);
  EXPECT_EQ(rate.time_for(1050), seconds(11));
  EXPECT_EQ(rate.time_for(0), seconds(0));
}

TEST(Rate, GivesNoTimeWhenNothingMoves) {
  Rate rate;
  rate.add(kStart, 100);
  rate.add(kStart + seconds(5), 100);
  EXPECT_FALSE(rate.time_for(100).has_value());
}

/// 120 messages at once, then the pause of half a minute that a throttling server asks for.
TEST(Rate, EstimateTakesPausesForPartOfThePace) {
  Rate rate;
  Rate::TimePoint now = kStart;
  std::uint64_t total = 0;
  rate.add(now, total);
  for (int pause = 0; pause < 20; ++pause) {
    for (int message = 0; message < 120; message += 12) {
      rate.add(now += milliseconds(300), total += 12);
    }
    const std::chrono::seconds after_burst = rate.time_for(1200).value();
    rate.add(now += seconds(27), total);
    const std::chrono::seconds after_pause = rate.time_for(1200).value();
    if (pause >= 4) {
      // 1200 messages take ten rounds of half a minute.
      EXPECT_GT(after_burst, seconds(240)) << pause;
      EXPECT_LT(after_pause, seconds(360)) << pause;
    }
  }
}

}  // namespace
}  // namespace mailhaul::report
