#include <gtest/gtest.h>

#include <mailhaul/imap/append.hpp>

namespace mailhaul::imap {
namespace {

TEST(Handover, IsCountedInOctetsOfTheStream) {
  const ItemExtent item{.token = 1, .begin = 100, .end = 150};
  EXPECT_EQ(handover(item, 0), Handover::None);
  EXPECT_EQ(handover(item, 100), Handover::None);
  EXPECT_EQ(handover(item, 101), Handover::Partial);
  EXPECT_EQ(handover(item, 149), Handover::Partial);
  EXPECT_EQ(handover(item, 150), Handover::Complete);
}

TEST(Handover, KnowsMessagesThatWereNotGivenOut) {
  EXPECT_EQ(handover({.token = 1}, 1000), Handover::None);
  EXPECT_EQ(handover({.token = 1, .begin = 100}, 1000), Handover::Partial);
}

}  // namespace
}  // namespace mailhaul::imap
