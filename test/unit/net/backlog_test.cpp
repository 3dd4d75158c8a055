#include "net/backlog.hpp"

#include <string>

#include <gtest/gtest.h>

namespace mailhaul::net {
namespace {

std::string text_of(const Backlog& backlog) {
  std::array<ByteView, 16> views;
  std::string text;
  for (const ByteView view : backlog.front(views)) {
    text += view;
  }
  return text;
}

TEST(Backlog, KeepsTheOrderOfAllKinds) {
  Backlog backlog;
  backlog.push(Bytes("a1 LOGIN me "));
  backlog.push(Secret(std::string("hunter2")));
  backlog.push(Bytes());
  backlog.push(Bytes("\r\n"));
  EXPECT_EQ(text_of(backlog), "a1 LOGIN me hunter2\r\n");
  EXPECT_EQ(backlog.octets(), 21U);
}

TEST(Backlog, ConsumesAtEveryOctet) {
  for (std::size_t cut = 0; cut <= 9; ++cut) {
    Backlog backlog;
    backlog.push(Bytes("abc"));
    backlog.push(Bytes("def"));
    backlog.push(Bytes("ghi"));
    backlog.consume(cut);
    EXPECT_EQ(text_of(backlog), std::string("abcdefghi").substr(cut));
    backlog.consume(9 - cut);
    EXPECT_TRUE(backlog.empty());
    EXPECT_EQ(text_of(backlog), "");
  }
}

TEST(Backlog, KeepsTheBufferThatItWasGiven) {
  Bytes chunk(100'000, 'x');
  const char* const data = chunk.data();
  Backlog backlog;
  backlog.push(std::move(chunk));
  std::array<ByteView, 1> views;
  EXPECT_EQ(backlog.front(views)[0].data(), data);
}

TEST(Backlog, ShowsNoMoreThanThereIsRoomFor) {
  Backlog backlog;
  for (int i = 0; i < 5; ++i) {
    backlog.push(Bytes("x"));
  }
  std::array<ByteView, 3> views;
  EXPECT_EQ(backlog.front(views).size(), 3U);
}

TEST(Backlog, ClearForgetsWhatWasHalfWritten) {
  Backlog backlog;
  backlog.push(Bytes("abc"));
  backlog.consume(1);
  backlog.clear();
  EXPECT_TRUE(backlog.empty());
  backlog.push(Bytes("xyz"));
  EXPECT_EQ(text_of(backlog), "xyz");
}

}  // namespace
}  // namespace mailhaul::net
