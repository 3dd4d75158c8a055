#include <optional>

#include <gtest/gtest.h>

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::text {
namespace {

TEST(Ascii, ComparesWithoutCase) {
  EXPECT_TRUE(equals_ignoring_case("InBoX", "INBOX"));
  EXPECT_TRUE(equals_ignoring_case("", ""));
  EXPECT_FALSE(equals_ignoring_case("INBOX", "INBO"));
  EXPECT_FALSE(equals_ignoring_case("INBO", "INBOX"));
}

TEST(Ascii, FoldsLettersOnly) {
  EXPECT_FALSE(equals_ignoring_case("[", "{"));
  EXPECT_FALSE(equals_ignoring_case("@", "`"));
  EXPECT_FALSE(equals_ignoring_case("\u00c4", "\u00e4"));
}

TEST(Ascii, FindsAPrefixWithoutCase) {
  EXPECT_TRUE(starts_with_ignoring_case("inbox.Sent", "INBOX."));
  EXPECT_TRUE(starts_with_ignoring_case("x", ""));
  EXPECT_FALSE(starts_with_ignoring_case("INB", "INBOX"));
}

TEST(Ascii, ChangesCaseOfAsciiLettersOnly) {
  EXPECT_EQ(to_lower("AZ[\u00c4]az"), "az[\u00c4]az");
  EXPECT_EQ(to_upper("az{\u00e4}AZ"), "AZ{\u00e4}AZ");
}

TEST(Ascii, ParsesNumbersThatFit) {
  EXPECT_EQ(parse_number("0"), 0U);
  EXPECT_EQ(parse_number("007"), 7U);
  EXPECT_EQ(parse_number("18446744073709551615"), 18446744073709551615U);
}

TEST(Ascii, RefusesWhatIsNoNumber) {
  for (const char* digits : {"", " 1", "1 ", "-1", "+1", "1x", "0x1", "18446744073709551616"}) {
    EXPECT_EQ(parse_number(digits), std::nullopt) << digits;
  }
}

TEST(Ascii, CapitalisesALetterAndNothingElse) {
  EXPECT_EQ(capitalised("the folder"), "The folder");
  EXPECT_EQ(capitalised("\u00e4"), "\u00e4");
  EXPECT_EQ(capitalised(""), "");
}

}  // namespace
}  // namespace mailhaul::text
