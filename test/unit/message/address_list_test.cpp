#include <vector>

#include <gtest/gtest.h>

#include <mailhaul/message/address_list.hpp>

namespace mailhaul::message {
namespace {

using Items = std::vector<ByteView>;

TEST(AddressList, SplitsAtCommasAndTrims) {
  EXPECT_EQ(split_addresses(" a@x,\r\n\tB <b@x> , c@x (C)").items,
            (Items{"a@x", "B <b@x>", "c@x (C)"}));
}

TEST(AddressList, KeepsCommasInQuotesCommentsAndBrackets) {
  const AddressList list =
      split_addresses(R"("Doe, J" <j@x>, k@x (one, (two), three), <@a,@b:c@x>)");
  EXPECT_EQ(list.items, (Items{R"("Doe, J" <j@x>)", "k@x (one, (two), three)", "<@a,@b:c@x>"}));
  EXPECT_FALSE(list.is_open);
}

TEST(AddressList, HonoursQuotedPairs) {
  EXPECT_EQ(split_addresses(R"("a\", b" <a@x>, (\), ) c@x)").items,
            (Items{R"("a\", b" <a@x>)", R"((\), ) c@x)"}));
}

TEST(AddressList, SeparatesTheMembersOfAGroup) {
  EXPECT_EQ(split_addresses("Friends: a@x, b@x; c@x").items, (Items{"Friends: a@x", "b@x", "c@x"}));
}

TEST(AddressList, LeavesEmptyItemsOut) {
  EXPECT_EQ(split_addresses(" , a@x,, ,\r\n").items, (Items{"a@x"}));
  EXPECT_TRUE(split_addresses("").items.empty());
}

TEST(AddressList, TellsThatAQuoteIsNotClosed) {
  const AddressList list = split_addresses(R"(a@x, "b <b@x>, c@x)");
  EXPECT_EQ(list.items, (Items{"a@x", R"("b <b@x>, c@x)"}));
  EXPECT_TRUE(list.is_open);
  EXPECT_TRUE(split_addresses("a@x (b").is_open);
  EXPECT_TRUE(split_addresses("a <b@x").is_open);
}

}  // namespace
}  // namespace mailhaul::message
