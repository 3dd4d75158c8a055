#include "message/line_feeds.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace mailhaul::message {
namespace {

using Find = std::uint32_t (*)(const char* block);

class LineFeeds : public testing::TestWithParam<Find> {};

TEST_P(LineFeeds, AreFoundAtEveryPlaceOfABlock) {
  for (std::size_t i = 0; i < kBlock; ++i) {
    std::string block(kBlock, '\x0b');
    block[i] = '\n';
    EXPECT_EQ(GetParam()(block.data()), std::uint32_t{1} << i);
  }
}

TEST_P(LineFeeds, AreAllFound) {
  EXPECT_EQ(GetParam()(std::string(kBlock, '\n').data()), 0xFFFFFFFFU);
}

TEST_P(LineFeeds, AreNoOtherOctet) {
  for (unsigned octet = 0; octet < 256; ++octet) {
    const std::string block(kBlock, static_cast<char>(octet));
    EXPECT_EQ(GetParam()(block.data()) == 0, octet != '\n') << octet;
  }
}

INSTANTIATE_TEST_SUITE_P(BothWays, LineFeeds,
                         testing::Values(&line_feeds_in, &line_feeds_octet_by_octet));

TEST(ForEachLineFeed, VisitsEachInOrderWhateverTheSize) {
  for (std::size_t size = 0; size <= 3 * kBlock; ++size) {
    for (std::size_t pause = 1; pause <= kBlock + 1; ++pause) {
      std::string octets(size, 'x');
      std::vector<std::size_t> expected;
      for (std::size_t at = pause - 1; at < size; at += pause) {
        octets[at] = '\n';
        expected.push_back(at);
      }
      std::vector<std::size_t> visited;
      for_each_line_feed(octets, [&](std::size_t at) { visited.push_back(at); });
      EXPECT_EQ(visited, expected) << size << ' ' << pause;
    }
  }
}

}  // namespace
}  // namespace mailhaul::message
