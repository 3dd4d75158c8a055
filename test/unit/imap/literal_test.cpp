#include <gtest/gtest.h>

#include <mailhaul/imap/literal.hpp>

namespace mailhaul::imap {
namespace {

TEST(Literal, ReadsTheThreeForms) {
  const auto plain = parse_literal_header("{310}");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->octets, 310U);
  EXPECT_TRUE(plain->synchronizing);
  EXPECT_FALSE(plain->binary);

  const auto plus = parse_literal_header("{0+}");
  ASSERT_TRUE(plus);
  EXPECT_EQ(plus->octets, 0U);
  EXPECT_FALSE(plus->synchronizing);

  const auto binary = parse_literal_header("~{7+}");
  ASSERT_TRUE(binary);
  EXPECT_TRUE(binary->binary);
  EXPECT_FALSE(binary->synchronizing);
}

TEST(Literal, RefusesEverythingElse) {
  for (const ByteView header : {"", "{}", "{+}", "{-1}", "{1", "1}", "{1}x", "{1 }", "{1++}",
                                "~~{1}", "{18446744073709551616}"}) {
    EXPECT_FALSE(parse_literal_header(header)) << header;
  }
}

TEST(Literal, IsFoundAtTheEndOfALineOnly) {
  const auto found = find_trailing_literal("* LIST () \"/\" {12}");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->header.octets, 12U);
  EXPECT_EQ(found->begin, 14U);
  EXPECT_EQ(find_trailing_literal("x ~{12}")->begin, 2U);
  EXPECT_FALSE(find_trailing_literal("* LIST () \"/\" \"{12}\""));
  EXPECT_FALSE(find_trailing_literal("* LIST {12} ()"));
  EXPECT_FALSE(find_trailing_literal("}"));
}

}  // namespace
}  // namespace mailhaul::imap
