#include "imap/fragmenter.hpp"

#include <string>

#include <gtest/gtest.h>

namespace mailhaul::imap {
namespace {

Bytes next_response(Fragmenter& fragmenter) {
  const auto fragment = fragmenter.next();
  const auto* response = fragment ? std::get_if<ResponseFragment>(&*fragment) : nullptr;
  return response != nullptr ? Bytes(response->bytes) : Bytes("(none)");
}

bool is_poisoned(Fragmenter& fragmenter) {
  const auto fragment = fragmenter.next();
  return fragment && std::holds_alternative<Error>(*fragment);
}

TEST(Fragmenter, GivesOneLineAfterTheOther) {
  Fragmenter fragmenter({});
  fragmenter.feed("* 1 EXISTS\r\n* 2 EXISTS\r\n* 3");
  EXPECT_EQ(next_response(fragmenter), "* 1 EXISTS\r\n");
  EXPECT_TRUE(fragmenter.has_unread());
  EXPECT_EQ(next_response(fragmenter), "* 2 EXISTS\r\n");
  EXPECT_FALSE(fragmenter.next());
  fragmenter.feed(" EXISTS\r\n");
  EXPECT_EQ(next_response(fragmenter), "* 3 EXISTS\r\n");
  EXPECT_FALSE(fragmenter.has_unread());
  EXPECT_FALSE(fragmenter.next());
}

TEST(Fragmenter, KeepsLiteralsInTheirResponse) {
  Fragmenter fragmenter({});
  fragmenter.feed("* X {4}\r\n\r\n{9} {0}\r\n y\r\nA OK\r\n");
  EXPECT_EQ(next_response(fragmenter), "* X {4}\r\n\r\n{9} {0}\r\n y\r\n");
  EXPECT_EQ(next_response(fragmenter), "A OK\r\n");
}

TEST(Fragmenter, PassesLargeLiteralsOn) {
  Fragmenter fragmenter({.whole_literal = 4});
  fragmenter.feed("* X {5}\r\nab");
  EXPECT_EQ(std::get<LiteralBegin>(*fragmenter.next()).octets, 5U);
  EXPECT_EQ(std::get<LiteralChunk>(*fragmenter.next()).bytes, "ab");
  EXPECT_FALSE(fragmenter.next());
  fragmenter.feed("cde)\r\n");
  EXPECT_EQ(std::get<LiteralChunk>(*fragmenter.next()).bytes, "cde");
  EXPECT_EQ(std::get<LiteralEnd>(*fragmenter.next()).id, 1U);
  const auto fragment = fragmenter.next();
  const auto& response = std::get<ResponseFragment>(*fragment);
  EXPECT_EQ(response.bytes, "* X {5}\r\n)\r\n");
  ASSERT_EQ(response.detached.size(), 1U);
  EXPECT_EQ(response.detached[0].position, 9U);
}

TEST(Fragmenter, IsPoisonedOnceALimitIsExceeded) {
  Fragmenter fragmenter({.line = 10});
  fragmenter.feed("0123456789\n0123456789\r\nA OK\r\n");
  EXPECT_EQ(next_response(fragmenter), "0123456789\n");
  EXPECT_TRUE(is_poisoned(fragmenter));
  fragmenter.feed("A OK\r\n");
  EXPECT_FALSE(fragmenter.next());
}

TEST(Fragmenter, BoundsALineThatNeverEnds) {
  Fragmenter fragmenter({.line = 10});
  fragmenter.feed("0123456789");
  EXPECT_FALSE(fragmenter.next());
  fragmenter.feed("0");
  EXPECT_TRUE(is_poisoned(fragmenter));
}

TEST(Fragmenter, BoundsAResponseOfManyLiterals) {
  Fragmenter fragmenter({.response = 30});
  fragmenter.feed("* X {5}\r\n01234 {5}\r\n01234 {5}\r\n");
  EXPECT_TRUE(is_poisoned(fragmenter));
}

TEST(Fragmenter, BoundsAResponseAroundPassingLiterals) {
  Fragmenter fragmenter({.whole_literal = 0, .response = 30});
  fragmenter.feed("* X {1}\r\n");
  for (int literal = 0; literal < 10; ++literal) {
    fragmenter.feed("x {1}\r\n");
  }
  bool poisoned = false;
  while (const auto fragment = fragmenter.next()) {
    poisoned = std::holds_alternative<Error>(*fragment);
  }
  EXPECT_TRUE(poisoned);
}

// 4 MiB in 4 million pieces would take minutes if each one were looked at from the beginning.
TEST(Fragmenter, TakesTimeInProportionToItsInput) {
  Fragmenter fragmenter({});
  fragmenter.feed("* X {60000}\r\n");
  for (int octet = 0; octet < 60000; ++octet) {
    fragmenter.feed("x");
    ASSERT_FALSE(fragmenter.next());
  }
  fragmenter.feed(")\r\n");
  EXPECT_EQ(next_response(fragmenter).size(), 13U + 60000U + 3U);
}

}  // namespace
}  // namespace mailhaul::imap
