#include "message/header_collector.hpp"

#include <string>

#include <gtest/gtest.h>

namespace mailhaul::message {
namespace {

TEST(HeaderCollector, TakesAHeaderThatComesWholeWithoutACopy) {
  const Bytes message = "A: b\r\n\r\nbody";
  HeaderCollector collector(100);
  ByteView wire = message;
  EXPECT_TRUE(collector.collect(wire));
  EXPECT_EQ(collector.block(), "A: b\r\n\r\n");
  EXPECT_EQ(collector.block().data(), message.data());
  EXPECT_EQ(wire, "body");
}

TEST(HeaderCollector, FindsTheEmptyLineHoweverItIsCut) {
  const Bytes message = "A: b\r\nC: d\r\n\r\nbody";
  for (std::size_t cut = 0; cut < message.size(); ++cut) {
    HeaderCollector collector(100);
    ByteView first = ByteView(message).substr(0, cut);
    ByteView second = ByteView(message).substr(cut);
    EXPECT_TRUE(collector.collect(first) || collector.collect(second)) << cut;
    EXPECT_EQ(collector.block(), "A: b\r\nC: d\r\n\r\n") << cut;
  }
}

TEST(HeaderCollector, KnowsAHeaderThatIsOnlyAnEmptyLine) {
  for (std::size_t cut = 0; cut < 3; ++cut) {
    HeaderCollector collector(100);
    ByteView first = ByteView("\r\nbody\r\n\r\n").substr(0, cut);
    ByteView second = ByteView("\r\nbody\r\n\r\n").substr(cut);
    EXPECT_TRUE(collector.collect(first) || collector.collect(second)) << cut;
    EXPECT_EQ(collector.block(), "\r\n");
  }
}

TEST(HeaderCollector, StopsAtTheLimit) {
  HeaderCollector collector(8);
  ByteView wire = "A: bcdefgh\r\n\r\n";
  EXPECT_TRUE(collector.collect(wire));
  EXPECT_TRUE(collector.is_truncated());
  EXPECT_EQ(collector.block(), "A: bcdef");
}

TEST(HeaderCollector, WaitsForMore) {
  HeaderCollector collector(100);
  ByteView wire = "A: b\r\n";
  EXPECT_FALSE(collector.collect(wire));
  EXPECT_TRUE(wire.empty());
  EXPECT_FALSE(collector.is_truncated());
  EXPECT_EQ(collector.block(), "A: b\r\n");
}

}  // namespace
}  // namespace mailhaul::message
