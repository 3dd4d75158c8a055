#include "message/line_meter.hpp"

#include <string>

#include <gtest/gtest.h>

namespace mailhaul::message {
namespace {

using namespace std::string_literals;

LineMeter measured_in_pieces(ByteView wire, std::size_t piece) {
  LineMeter meter;
  for (std::size_t at = 0; at < wire.size(); at += piece) {
    meter.update(wire.substr(at, piece));
  }
  return meter;
}

std::uint64_t longest_in_pieces(ByteView wire, std::size_t piece) {
  return measured_in_pieces(wire, piece).longest();
}

TEST(LineMeter, CountsOctetsWithoutCrLf) {
  for (const std::size_t piece : {1U, 2U, 3U, 100U}) {
    EXPECT_EQ(longest_in_pieces("ab\r\nabcd\r\na\r\n", piece), 4U);
    EXPECT_EQ(longest_in_pieces("\r\n\r\n", piece), 0U);
    EXPECT_EQ(longest_in_pieces("a\rb\r\r\n", piece), 4U);
    EXPECT_EQ(longest_in_pieces("ab\nc\r\n", piece), 2U);
  }
}

TEST(LineMeter, CountsALastLineWithoutLineEnd) {
  for (const std::size_t piece : {1U, 2U, 100U}) {
    EXPECT_EQ(longest_in_pieces("a\r\nlast", piece), 4U);
  }
}

TEST(LineMeter, CountsLinesThatEndWithTwoCrs) {
  for (const std::size_t piece : {1U, 2U, 3U, 4U, 100U}) {
    EXPECT_EQ(measured_in_pieces("one\r\r\ntwo\r\n\r\r\r\nx\r\ry\r\n", piece).doubled_crs(), 2U);
    EXPECT_EQ(measured_in_pieces("a\r\n\r\n\rb\n", piece).doubled_crs(), 0U);
  }
}

TEST(LineMeter, OfNothingIsZero) {
  EXPECT_EQ(LineMeter().longest(), 0U);
}

TEST(CountNuls, CountsEach) {
  EXPECT_EQ(count_nuls("a\0b\0\0"s), 3U);
  EXPECT_EQ(count_nuls("abc"), 0U);
}

TEST(Has8bit, FindsItAtEveryPlace) {
  EXPECT_FALSE(has_8bit(""));
  EXPECT_FALSE(has_8bit(std::string(100, '\x7f')));
  for (std::size_t at = 0; at < 100; ++at) {
    std::string text(100, 'a');
    text[at] = '\x80';
    EXPECT_TRUE(has_8bit(text)) << at;
  }
}

}  // namespace
}  // namespace mailhaul::message
