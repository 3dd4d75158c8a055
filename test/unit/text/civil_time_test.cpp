#include "text/civil_time.hpp"

#include <chrono>
#include <optional>

#include <gtest/gtest.h>

namespace mailhaul::text {
namespace {

TEST(CivilTime, CountsFromTheEpochInEveryZone) {
  EXPECT_EQ(to_instant({}), 0);
  EXPECT_EQ(to_instant({.hour = 1, .zone = std::chrono::hours{1}}), 0);
  EXPECT_EQ(to_instant({.year = 1969, .month = 12, .day = 31, .hour = 23}), -3600);
}

TEST(CivilTime, KnowsLeapYearsAndLeapSeconds) {
  EXPECT_TRUE(to_instant({.year = 2000, .month = 2, .day = 29}));
  EXPECT_FALSE(to_instant({.year = 1900, .month = 2, .day = 29}));
  EXPECT_EQ(to_instant({.second = 60}), 60);
  EXPECT_FALSE(to_instant({.second = 61}));
}

TEST(CivilTime, RefusesWhatTheCalendarLacks) {
  EXPECT_FALSE(to_instant({.month = 0}));
  EXPECT_FALSE(to_instant({.month = 13}));
  EXPECT_FALSE(to_instant({.day = 0}));
  EXPECT_FALSE(to_instant({.month = 4, .day = 31}));
  EXPECT_FALSE(to_instant({.hour = 24}));
  EXPECT_FALSE(to_instant({.minute = 60}));
}

TEST(CivilTime, FindsMonthsByTheirFirstLetters) {
  EXPECT_EQ(parse_month("Jan"), 1U);
  EXPECT_EQ(parse_month("dec"), 12U);
  EXPECT_EQ(parse_month("September"), 9U);
  EXPECT_EQ(parse_month("Ja"), std::nullopt);
  EXPECT_EQ(parse_month("Mai"), std::nullopt);
  EXPECT_EQ(parse_month("JUL"), 7U);
  EXPECT_EQ(parse_month(""), std::nullopt);
  // One bit beside a letter of either case.
  EXPECT_EQ(parse_month("\x0aul"), std::nullopt);
  EXPECT_EQ(parse_month("j\xf5l"), std::nullopt);
}

TEST(CivilTime, ReadsZoneDigitsThatCanExist) {
  EXPECT_EQ(parse_zone_digits("0530"), std::chrono::minutes{330});
  EXPECT_EQ(parse_zone_digits("2359"), std::chrono::minutes{1439});
  for (const char* digits : {"", "530", "00530", "0060", "2400", "01a0"}) {
    EXPECT_EQ(parse_zone_digits(digits), std::nullopt) << digits;
  }
}

}  // namespace
}  // namespace mailhaul::text
