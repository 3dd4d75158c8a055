#include <gtest/gtest.h>

#include <mailhaul/imap/sequence_set.hpp>

namespace mailhaul::imap {
namespace {

Bytes encoded(const SequenceSet& set) {
  Bytes out;
  encode_sequence_set(set, out);
  return out;
}

TEST(SequenceSet, DecodesAndEncodesToTheSame) {
  for (const ByteView text : {"1", "1:3", "2,4:7,9,12:*", "*", "4294967295", "9,3"}) {
    const auto set = SequenceSet::parse(text);
    ASSERT_TRUE(set) << text;
    EXPECT_EQ(encoded(*set), text);
  }
}

TEST(SequenceSet, NormalisesRangesWrittenBackwards) {
  EXPECT_EQ(encoded(*SequenceSet::parse("7:4,*:2")), "4:7,2:*");
}

TEST(SequenceSet, RefusesWhatIsNoSet) {
  for (const ByteView text :
       {"", "0", "1:", ":1", "1,,2", "1,", "4294967296", "-1", "01", "1:2:3", "a"}) {
    EXPECT_FALSE(SequenceSet::parse(text)) << text;
  }
}

TEST(SequenceSet, BoundsTheNumberOfRanges) {
  EXPECT_TRUE(SequenceSet::parse("1,3,5", 3));
  EXPECT_FALSE(SequenceSet::parse("1,3,5", 2));
}

TEST(SequenceSet, GrowsByRanges) {
  SequenceSet set;
  for (const std::uint32_t number : {1U, 2U, 3U, 7U, 8U, 5U}) {
    set.add(number);
  }
  EXPECT_EQ(encoded(set), "1:3,7:8,5");
  EXPECT_EQ(set.count(), 6U);
}

TEST(SequenceSet, CountsWithoutExpanding) {
  const auto set = SequenceSet::parse("1:4294967295,10:20");
  ASSERT_TRUE(set);
  EXPECT_EQ(set->count(), std::uint64_t{4294967295} + 11);
}

TEST(SequenceSet, GivesNumbersInTheOrderWritten) {
  const auto set = SequenceSet::parse("304,319:320,12");
  ASSERT_TRUE(set);
  EXPECT_EQ(set->at(0), 304U);
  EXPECT_EQ(set->at(2), 320U);
  EXPECT_EQ(set->at(3), 12U);
  EXPECT_EQ(set->at(4), std::nullopt);
}

TEST(SequenceSet, ResolvesTheStar) {
  const auto set = SequenceSet::parse("5:*,*");
  ASSERT_TRUE(set);
  EXPECT_TRUE(set->has_star());
  EXPECT_EQ(encoded(set->resolve(9)), "5:9,9");
  EXPECT_EQ(encoded(set->resolve(3)), "3:5,3");
  EXPECT_TRUE(SequenceSet::parse("*")->resolve(0).empty());
}

TEST(SequenceSet, KnowsWhatItContains) {
  const auto set = SequenceSet::parse("2:4,8:*");
  ASSERT_TRUE(set);
  EXPECT_FALSE(set->contains(1));
  EXPECT_TRUE(set->contains(3));
  EXPECT_FALSE(set->contains(7));
  EXPECT_TRUE(set->contains(4294967295U));
}

}  // namespace
}  // namespace mailhaul::imap
