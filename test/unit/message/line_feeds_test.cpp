#include "message/line_feeds.hpp"

#include <string>

#include <gtest/gtest.h>

namespace mailhaul::message {
namespace {

using Copy = std::uint32_t (*)(const char* from, char* to);

class LineFeeds : public testing::TestWithParam<Copy> {};

TEST_P(LineFeeds, AreFoundAtEveryPlaceOfABlock) {
  for (std::size_t i = 0; i < kBlock; ++i) {
    std::string from(kBlock, '\x0b');
    from[i] = '\n';
    std::string to(kBlock, '?');
    EXPECT_EQ(GetParam()(from.data(), to.data()), std::uint32_t{1} << i);
    EXPECT_EQ(to, from);
  }
}

TEST_P(LineFeeds, AreAllFound) {
  std::string to(kBlock, '?');
  EXPECT_EQ(GetParam()(std::string(kBlock, '\n').data(), to.data()), 0xFFFFFFFFU);
  EXPECT_EQ(to, std::string(kBlock, '\n'));
}

TEST_P(LineFeeds, AreNoOtherOctet) {
  for (unsigned octet = 0; octet < 256; ++octet) {
    const std::string from(kBlock, static_cast<char>(octet));
    std::string to(kBlock, '?');
    EXPECT_EQ(GetParam()(from.data(), to.data()) == 0, octet != '\n') << octet;
    EXPECT_EQ(to, from);
  }
}

TEST_P(LineFeeds, OfTheNextOctetsAreLeftAlone) {
  const std::string from(kBlock + 1, '\n');
  std::string to(kBlock + 1, '?');
  static_cast<void>(GetParam()(from.data(), to.data()));
  EXPECT_EQ(to.back(), '?');
}

INSTANTIATE_TEST_SUITE_P(BothWays, LineFeeds,
                         testing::Values(&copy_block, &copy_block_octet_by_octet));

}  // namespace
}  // namespace mailhaul::message
