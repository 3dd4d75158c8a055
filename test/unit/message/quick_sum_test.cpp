#include <string>

#include <gtest/gtest.h>

#include <mailhaul/message/quick_sum.hpp>

namespace mailhaul::message {
namespace {

QuickSum sum_of(const std::string& octets, std::size_t piece) {
  QuickSummer summer;
  for (std::size_t at = 0; at < octets.size(); at += piece) {
    summer.update(ByteView(octets).substr(at, piece));
  }
  return summer.sum();
}

TEST(QuickSum, DoesNotDependOnThePieces) {
  const std::string octets(100'000, 'x');
  const QuickSum whole = sum_of(octets, octets.size());
  EXPECT_EQ(sum_of(octets, 1), whole);
  EXPECT_EQ(sum_of(octets, 4099), whole);
}

TEST(QuickSum, TellsOneOctetApart) {
  std::string octets(100'000, 'x');
  const QuickSum before = sum_of(octets, octets.size());
  octets[70'000] = 'y';
  EXPECT_NE(sum_of(octets, octets.size()), before);
  EXPECT_NE(sum_of(octets + "x", octets.size()), before);
  EXPECT_NE(sum_of("", 1), before);
}

}  // namespace
}  // namespace mailhaul::message
