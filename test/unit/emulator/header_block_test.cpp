#include "emulator/content/header_block.hpp"

#include <gtest/gtest.h>

namespace mailhaul::emulator {

namespace {

TEST(HeaderBlock, UnfoldsAndKeepsTheRawField) {
  const auto fields = parse_header("Subject: one\r\n two\r\nTo: a@b\r\n\r\nBody: no\r\n");
  ASSERT_EQ(fields.size(), 2U);
  EXPECT_EQ(fields[0].value, "one two");
  EXPECT_EQ(fields[0].raw, "Subject: one\r\n two\r\n");
  EXPECT_EQ(find_field(fields, "TO")->value, "a@b");
  EXPECT_EQ(find_field(fields, "Body"), nullptr);
}

TEST(HeaderBlock, LeavesOutWhatIsNoField) {
  const auto fields = parse_header("From somebody\r\n: empty name\r\nA B: blank\r\nC:ok\r\n");
  ASSERT_EQ(fields.size(), 1U);
  EXPECT_EQ(fields[0].value, "ok");
}

TEST(HeaderBlock, ReadsParameters) {
  const auto type = parse_parameterized("Multipart/Mixed; boundary=\"a;\\\"b\" ; Charset=utf-8;x");
  EXPECT_EQ(type.value, "multipart/mixed");
  EXPECT_EQ(type.parameter("boundary"), "a;\"b");
  EXPECT_EQ(type.parameter("charset"), "utf-8");
  EXPECT_EQ(type.parameter("missing"), "");
}

TEST(HeaderBlock, JoinsContinuedParameters) {
  const auto value = parse_parameterized("attachment; filename*0=one; filename*1=two");
  EXPECT_EQ(value.parameter("filename"), "onetwo");
}

TEST(HeaderBlock, SplitsAddressesAtTheirCommasOnly) {
  const auto items =
      split_addresses("\"Lovelace, Ada\" <a@b>, (one, two) c@d ,e@f, \"g\\\",h\" <i@j>");
  ASSERT_EQ(items.size(), 4U);
  EXPECT_EQ(items[0], "\"Lovelace, Ada\" <a@b>");
  EXPECT_EQ(items[1], "(one, two) c@d");
  EXPECT_EQ(items[3], "\"g\\\",h\" <i@j>");
}

TEST(HeaderBlock, UnfinishedQuotesEndWithTheField) {
  const auto items = split_addresses("\"open, a@b");
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0], "\"open, a@b");
}

}  // namespace

}  // namespace mailhaul::emulator
