#include <gtest/gtest.h>

#include <mailhaul/imap/flags.hpp>

namespace mailhaul::imap {
namespace {

Bytes encoded(const FlagSet& flags) {
  Bytes out;
  encode_flags(flags, out);
  return out;
}

TEST(FlagSet, EncodesInAFixedOrder) {
  FlagSet flags{SystemFlag::Draft, SystemFlag::Seen};
  ASSERT_TRUE(flags.add_keyword("$Forwarded"));
  EXPECT_EQ(encoded(flags), "(\\Seen \\Draft $Forwarded)");
  EXPECT_EQ(encoded({}), "()");
}

TEST(FlagSet, NeverEncodesWhatOnlyAServerMaySay) {
  FlagSet flags{SystemFlag::Recent};
  ASSERT_TRUE(flags.add_token("\\*"));
  ASSERT_TRUE(flags.add_token("\\Important"));
  EXPECT_EQ(encoded(flags), "()");
  EXPECT_TRUE(flags.empty());
  EXPECT_TRUE(flags.allows_new_keywords());
  EXPECT_TRUE(flags.has_unknown());
}

TEST(FlagSet, RefusesKeywordsThatAreNoAtoms) {
  FlagSet flags;
  for (const ByteView keyword :
       {"", "two words", "a)", "(a", "a\r\n", "\\Seen", "a\"b", "caf\xc3\xa9", "a{1}", "a]", "*"}) {
    EXPECT_FALSE(flags.add_keyword(keyword)) << keyword;
  }
  EXPECT_TRUE(flags.keywords().empty());
}

TEST(FlagSet, ComparesNamesWithoutCase) {
  FlagSet flags;
  ASSERT_TRUE(flags.add_token("\\seen"));
  ASSERT_TRUE(flags.add_token("Work"));
  ASSERT_TRUE(flags.add_token("WORK"));
  EXPECT_TRUE(flags.has(SystemFlag::Seen));
  EXPECT_EQ(flags.keywords().size(), 1U);
  EXPECT_TRUE(flags.has_keyword("work"));
  flags.remove(SystemFlag::Seen);
  EXPECT_FALSE(flags.has(SystemFlag::Seen));
}

}  // namespace
}  // namespace mailhaul::imap
