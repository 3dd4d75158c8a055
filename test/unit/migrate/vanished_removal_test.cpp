#include "migrate/delta/vanished_removal.hpp"

#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

TEST(RemovalLimit, IsATenthOfTheMailboxAndAlwaysFifty) {
  EXPECT_EQ(removal_limit(0, std::nullopt), 50U);
  EXPECT_EQ(removal_limit(509, std::nullopt), 50U);
  EXPECT_EQ(removal_limit(1000, std::nullopt), 100U);
}

TEST(RemovalLimit, IsWhatTheUserSays) {
  EXPECT_EQ(removal_limit(1000, 7), 7U);
  EXPECT_EQ(removal_limit(10, 1000), 1000U);
}

}  // namespace
}  // namespace mailhaul::migrate
