#include "migrate/delta/vanished_index.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

journal::Fingerprint content(unsigned char octet) {
  journal::Fingerprint fingerprint{};
  fingerprint.fill(octet);
  return fingerprint;
}

TEST(VanishedIndex, EqualMessagesAreTakenOneToOneAndInOrder) {
  VanishedIndex index;
  index.add(
      std::vector<journal::VanishedMessage>{{.id = 1, .mailbox = 7, .fingerprint = content(1)},
                                            {.id = 2, .mailbox = 7, .fingerprint = content(2)},
                                            {.id = 3, .mailbox = 7, .fingerprint = content(1)}});
  EXPECT_EQ(index.take(content(1), 7)->id, 1);
  EXPECT_EQ(index.take(content(1), 7)->id, 3);
  EXPECT_FALSE(index.take(content(1), 7));
  EXPECT_FALSE(index.empty());
  EXPECT_EQ(index.take(content(2), 7)->id, 2);
  EXPECT_TRUE(index.empty());
}

TEST(VanishedIndex, OneInTheSameMailboxIsTakenFirst) {
  VanishedIndex index;
  index.add(
      std::vector<journal::VanishedMessage>{{.id = 1, .mailbox = 7, .fingerprint = content(1)},
                                            {.id = 2, .mailbox = 8, .fingerprint = content(1)}});
  EXPECT_EQ(index.take(content(1), 8)->id, 2);
  EXPECT_EQ(index.take(content(1), 8)->id, 1);
}

TEST(VanishedIndex, LargestIsThatOfAllWhichWereAdded) {
  VanishedIndex index;
  EXPECT_EQ(index.largest(), 0U);
  index.add(
      std::vector<journal::VanishedMessage>{{.id = 1, .fingerprint = content(1), .wire_size = 900},
                                            {.id = 2, .fingerprint = content(2), .wire_size = 30}});
  index.add(std::vector<journal::VanishedMessage>{
      {.id = 3, .fingerprint = content(3), .wire_size = 400}});
  EXPECT_EQ(index.largest(), 900U);
}

TEST(VanishedIndex, OtherContentIsAnotherMessage) {
  VanishedIndex index;
  index.add(std::vector<journal::VanishedMessage>{{.id = 1, .fingerprint = content(1)}});
  EXPECT_FALSE(index.take(content(9), 0));
}

}  // namespace
}  // namespace mailhaul::migrate
