#include <array>
#include <string>

#include <gtest/gtest.h>

#include <mailhaul/imap/grammar.hpp>

namespace mailhaul::imap {
namespace {

TEST(Grammar, AtomsStopAtSpecials) {
  for (const char special : {'(', ')', '{', ' ', '%', '*', '"', '\\', ']', '\r', '\x7f', '\x80'}) {
    const Bytes bytes = Bytes("ab") + special;
    Cursor cursor(bytes);
    EXPECT_EQ(cursor.atom(), "ab");
    EXPECT_EQ(cursor.position(), 2U);
    EXPECT_EQ(cursor.atom(), std::nullopt);
  }
}

TEST(Grammar, AstringsMayHoldAClosingBracket) {
  Cursor cursor("a]b \"q\" {2}\r\nxy");
  EXPECT_EQ(cursor.astring(), "a]b");
  ASSERT_TRUE(cursor.skip_space());
  EXPECT_EQ(cursor.astring(), "q");
  ASSERT_TRUE(cursor.skip_space());
  EXPECT_EQ(cursor.astring(), "xy");
  EXPECT_TRUE(cursor.at_end());
}

TEST(Grammar, TagsHoldNoPlus) {
  Cursor cursor("A+1");
  EXPECT_EQ(cursor.tag(), "A");
}

TEST(Grammar, QuotedStringsAreUnescaped) {
  Cursor cursor(R"("a\"b\\c" rest)");
  EXPECT_EQ(cursor.quoted(), R"(a"b\c)");
  EXPECT_EQ(cursor.rest(), " rest");
}

TEST(Grammar, BrokenQuotedStringsLeaveThePosition) {
  for (const ByteView bytes : {ByteView("\"abc"), ByteView("\"a\\x\""), ByteView("\"a\r\n\""),
                               ByteView("\"a\0\"", 4), ByteView("\"a\\")}) {
    Cursor cursor(bytes);
    EXPECT_EQ(cursor.quoted(), std::nullopt);
    EXPECT_EQ(cursor.position(), 0U);
  }
}

TEST(Grammar, LiteralsTakeTheirOctetsWhateverTheyAre) {
  Cursor cursor("{4}\r\n\r\n)\"x");
  EXPECT_EQ(cursor.literal(), "\r\n)\"");
  EXPECT_EQ(cursor.rest(), "x");
}

TEST(Grammar, LiteralsThatAreTooShortAreNone) {
  Cursor cursor("{4}\r\nabc");
  EXPECT_EQ(cursor.literal(), std::nullopt);
  EXPECT_EQ(cursor.position(), 0U);
}

TEST(Grammar, DetachedLiteralsAreSeenByBodyStringOnly) {
  const std::array detached{DetachedLiteral{.position = 10, .id = 3, .octets = 100000}};
  Cursor cursor("{100000}\r\n rest", detached);
  EXPECT_EQ(cursor.string(), std::nullopt);
  const auto body = cursor.body_string();
  ASSERT_TRUE(body && body->detached);
  EXPECT_EQ(body->detached->id, 3U);
  EXPECT_EQ(cursor.rest(), " rest");
}

TEST(Grammar, NilIsNoValue) {
  Cursor cursor("nil NILS");
  const auto nil = cursor.nstring();
  ASSERT_TRUE(nil);
  EXPECT_FALSE(nil->has_value());
  ASSERT_TRUE(cursor.skip_space());
  EXPECT_FALSE(cursor.nstring());
}

TEST(Grammar, NumbersKnowTheirRange) {
  EXPECT_EQ(Cursor("4294967295").number(), 4294967295U);
  EXPECT_EQ(Cursor("4294967296").number(), std::nullopt);
  EXPECT_EQ(Cursor("4294967296").number64(), 4294967296U);
  EXPECT_EQ(Cursor("9223372036854775807").number64(), 9223372036854775807U);
  EXPECT_EQ(Cursor("9223372036854775808").number64(), std::nullopt);
  EXPECT_EQ(Cursor("0").number(), 0U);
  EXPECT_EQ(Cursor("0").nz_number(), std::nullopt);
  EXPECT_EQ(Cursor("x").number(), std::nullopt);
}

TEST(Grammar, FlagListsAreRead) {
  Cursor cursor("(\\Seen $MDNSent \\* \\XFoo) rest");
  const auto flags = cursor.flag_list();
  ASSERT_TRUE(flags);
  EXPECT_TRUE(flags->has(SystemFlag::Seen));
  EXPECT_TRUE(flags->has_keyword("$MDNSent"));
  EXPECT_TRUE(flags->allows_new_keywords());
  EXPECT_TRUE(flags->has_unknown());
  EXPECT_EQ(cursor.rest(), " rest");
  EXPECT_TRUE(Cursor("()").flag_list());
}

TEST(Grammar, BrokenFlagListsLeaveThePosition) {
  for (const ByteView bytes :
       {"(", "(\\Seen", "(\\Seen  \\Draft)", "( \\Seen)", "(\\)", "(\\Seen )", "Seen"}) {
    Cursor cursor(bytes);
    EXPECT_FALSE(cursor.flag_list()) << bytes;
    EXPECT_EQ(cursor.position(), 0U);
  }
}

TEST(Grammar, SequenceSetsAreRead) {
  Cursor cursor("1:3,7 (FLAGS)");
  const auto set = cursor.sequence_set();
  ASSERT_TRUE(set);
  EXPECT_EQ(set->count(), 4U);
  EXPECT_EQ(cursor.rest(), " (FLAGS)");
  EXPECT_FALSE(Cursor("1:,").sequence_set());
  EXPECT_FALSE(Cursor("1,3").sequence_set(1));
}

TEST(Grammar, DateTimesAreRead) {
  Cursor cursor("\"17-Jul-1996 02:44:25 -0700\" x");
  EXPECT_EQ(cursor.date_time(), 837596665);
  EXPECT_EQ(cursor.rest(), " x");
  EXPECT_FALSE(Cursor("\"yesterday\"").date_time());
}

TEST(Grammar, ListMailboxesMayHoldWildcards) {
  Cursor cursor("Sent/% \"*\"");
  EXPECT_EQ(cursor.list_mailbox(), "Sent/%");
  ASSERT_TRUE(cursor.skip_space());
  EXPECT_EQ(cursor.list_mailbox(), "*");
}

TEST(Grammar, TextEndsBeforeTheLineEnd) {
  Cursor cursor("OK done  \r\n");
  ASSERT_TRUE(cursor.skip_word("ok "));
  EXPECT_FALSE(cursor.at_line_end());
  EXPECT_EQ(cursor.text(), "done  ");
  EXPECT_TRUE(cursor.at_line_end());
  EXPECT_FALSE(cursor.at_end());
}

TEST(Grammar, ValuesOfAnyKindAreSkipped) {
  for (const ByteView value :
       {"NIL", "atom", "\"quoted (\"", "{3}\r\n)))", "(a (b \"c\") ())", "\\Flag", "()"}) {
    const Bytes bytes = Bytes(value) + " next";
    Cursor cursor(bytes);
    EXPECT_TRUE(cursor.skip_value()) << value;
    EXPECT_EQ(cursor.rest(), " next") << value;
  }
}

TEST(Grammar, NestingIsBounded) {
  const Bytes deep = Bytes(65, '(') + Bytes(65, ')');
  EXPECT_FALSE(Cursor(deep).skip_value());
  EXPECT_TRUE(Cursor(ByteView(deep).substr(1, 128)).skip_value());
  EXPECT_FALSE(Cursor("((a)").skip_value());
}

}  // namespace
}  // namespace mailhaul::imap
