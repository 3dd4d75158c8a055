#include "migrate/locate/settling_time.hpp"

#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

using std::chrono::seconds;

/// A message lost at the end of a second is not sent again at the beginning of the next one.
TEST(SettlingTime, IsNeverShorterThanWasAskedFor) {
  EXPECT_EQ(settling_time(seconds(1), target::Profile::Imap), seconds(2));
  EXPECT_EQ(settling_time(std::nullopt, target::Profile::Imap), seconds(16));
  EXPECT_EQ(settling_time(std::nullopt, target::Profile::Exchange2016), seconds(301));
}

TEST(SettlingTime, NoneIsNone) {
  EXPECT_EQ(settling_time(seconds(0), target::Profile::Exchange2016), seconds(0));
}

}  // namespace
}  // namespace mailhaul::migrate
