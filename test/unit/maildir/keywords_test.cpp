#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/maildir/keywords.hpp>

namespace mailhaul::maildir {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(DovecotKeywords, MapsLettersToNames) {
  const auto keywords = DovecotKeywords::parse("0 $Forwarded\n1 NonJunk\n25 last\n");
  EXPECT_THAT(keywords.names_of(1U | 2U | (1U << 25)),
              ElementsAre("$Forwarded", "NonJunk", "last"));
  EXPECT_THAT(keywords.names_of(4), IsEmpty());
  EXPECT_EQ(keywords.known_letters(), 1U | 2U | (1U << 25));
  EXPECT_FALSE(keywords.is_full());
}

TEST(DovecotKeywords, PassesOverBrokenLines) {
  const auto keywords =
      DovecotKeywords::parse("26 far\n-1 minus\nx name\n3\n4 \n\n 5 blank\n2 good\r\n");
  EXPECT_EQ(keywords.known_letters(), 4U);
  EXPECT_THAT(keywords.names_of(~0U), ElementsAre("good"));
}

TEST(DovecotKeywords, LaterLineOfAnIndexWins) {
  EXPECT_THAT(DovecotKeywords::parse("0 old\n0 new\n").names_of(1), ElementsAre("new"));
}

TEST(DovecotKeywords, FirstOfNamesThatDifferInCaseWins) {
  EXPECT_THAT(DovecotKeywords::parse("0 Junk\n1 junk\n").names_of(3), ElementsAre("Junk"));
}

TEST(DovecotKeywords, AreFullWithTwentySix) {
  std::string file;
  for (int i = 0; i < 26; ++i) {
    file += std::to_string(i) + " k" + std::to_string(i) + "\n";
  }
  EXPECT_TRUE(DovecotKeywords::parse(file).is_full());
}

CourierKeywords courier(std::initializer_list<const char*> lines) {
  CourierKeywords keywords;
  for (const char* const line : lines) {
    keywords.add_list_line(line);
  }
  return keywords;
}

TEST(CourierKeywords, ReadsTheList) {
  const auto keywords = courier({"work", "Home", "", "1.M2.h,S=5:0 1", "2.h:1"});
  EXPECT_THAT(keywords.names_of("1.M2.h,S=5"), ElementsAre("work", "Home"));
  EXPECT_THAT(keywords.names_of("1.M2.h,S=6,W=7"), ElementsAre("work", "Home"));
  EXPECT_THAT(keywords.names_of("2.h"), ElementsAre("Home"));
  EXPECT_THAT(keywords.names_of("3.h"), IsEmpty());
}

TEST(CourierKeywords, IgnoresIndexesAndLinesThatMakeNoSense) {
  const auto keywords = courier({"a", "", "no colon", "1.h:7 x 0 -1", "2.h:"});
  EXPECT_THAT(keywords.names_of("1.h"), ElementsAre("a"));
  EXPECT_THAT(keywords.names_of("2.h"), IsEmpty());
}

TEST(CourierKeywords, BinaryGarbageHasNoKeywords) {
  EXPECT_TRUE(courier({"\x01\x02\xff", "a:b"}).empty());
}

TEST(CourierKeywords, PlainUpdateBeatsNumberedOnesAndTheHighestNumberBeatsTheList) {
  auto keywords = courier({"a", "", "1.h:0", "2.h:0", "3.h:0"});
  keywords.add_update("1.h", "plain\n");
  keywords.add_update(".9.1.h", "nine\n");
  keywords.add_update(".10.2.h", "ten\nmore\n");
  keywords.add_update(".9.2.h", "nine\n");
  keywords.add_update(".1.3.h", "");
  EXPECT_THAT(keywords.names_of("1.h"), ElementsAre("plain"));
  EXPECT_THAT(keywords.names_of("2.h"), ElementsAre("ten", "more"));
  EXPECT_THAT(keywords.names_of("3.h"), IsEmpty());
}

}  // namespace
}  // namespace mailhaul::maildir
