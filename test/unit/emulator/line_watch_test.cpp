#include "emulator/wire/line_watch.hpp"

#include <string>

#include <gtest/gtest.h>

namespace mailhaul::emulator {

namespace {

TEST(LineWatch, LineEndsDoNotCount) {
  LineWatch watch(5);
  EXPECT_FALSE(watch.overrun_in("12345\r\n12345\n1234\r\n"));
  EXPECT_EQ(watch.longest(), 5U);
}

TEST(LineWatch, StopsWhereTheBufferIsFull) {
  LineWatch watch(5);
  EXPECT_EQ(watch.overrun_in("123\r\n1234567\r\n"), 11U);
}

TEST(LineWatch, SeesTheSameLinesWhateverThePieces) {
  const std::string fits = "1\r\n\r\n12345\r\n\r12\r\n";
  const std::string too_long = "12345\r\n123456\r\n";
  for (std::size_t split = 0; split <= fits.size(); ++split) {
    LineWatch watch(5);
    EXPECT_FALSE(watch.overrun_in(fits.substr(0, split))) << split;
    EXPECT_FALSE(watch.overrun_in(fits.substr(split))) << split;
  }
  for (std::size_t split = 0; split < too_long.size(); ++split) {
    LineWatch watch(5);
    const auto first = watch.overrun_in(too_long.substr(0, split));
    EXPECT_TRUE(first || watch.overrun_in(too_long.substr(split))) << split;
  }
}

TEST(LineWatch, CarriageReturnInsideALineCounts) {
  LineWatch watch(3);
  EXPECT_FALSE(watch.overrun_in("12\r"));
  EXPECT_EQ(watch.overrun_in("45"), 1U);
}

}  // namespace

}  // namespace mailhaul::emulator
