#include <gtest/gtest.h>

#include <mailhaul/report/units.hpp>

namespace mailhaul::report {
namespace {

using std::chrono::seconds;

TEST(Units, BytesHaveOneDecimalFromAThousandOn) {
  EXPECT_EQ(format_bytes(0), "0 B");
  EXPECT_EQ(format_bytes(999), "999 B");
  EXPECT_EQ(format_bytes(1000), "1.0 kB");
  EXPECT_EQ(format_bytes(12'345'678), "12.3 MB");
  EXPECT_EQ(format_bytes(999'950'000), "1.0 GB");
  EXPECT_EQ(format_bytes(18'446'744'073'709'551'615ULL), "18.4 EB");
}

TEST(Units, CountsAreGrouped) {
  EXPECT_EQ(format_count(7), "7");
  EXPECT_EQ(format_count(1000), "1,000");
  EXPECT_EQ(format_count(1234567), "1,234,567");
}

TEST(Units, ShortCountsHaveAtMostFourLetters) {
  EXPECT_EQ(format_count_short(999), "999");
  EXPECT_EQ(format_count_short(1000), "1.0k");
  EXPECT_EQ(format_count_short(1249), "1.2k");
  EXPECT_EQ(format_count_short(9950), "10k");
  EXPECT_EQ(format_count_short(12'345), "12k");
  EXPECT_EQ(format_count_short(999'500), "1.0M");
  EXPECT_EQ(format_count_short(3'400'000), "3.4M");
}

TEST(Units, NounsFollowTheCount) {
  EXPECT_EQ(format_count(1, "message"), "1 message");
  EXPECT_EQ(format_count(0, "message"), "0 messages");
  EXPECT_EQ(format_count(2500, "message"), "2,500 messages");
}

TEST(Units, DurationsShowHoursOnlyWhenThereAreAny) {
  EXPECT_EQ(format_duration(seconds(7)), "0:07");
  EXPECT_EQ(format_duration(seconds(754)), "12:34");
  EXPECT_EQ(format_duration(seconds(3723)), "1:02:03");
  EXPECT_EQ(format_duration(seconds(93600)), "26:00:00");
}

}  // namespace
}  // namespace mailhaul::report
