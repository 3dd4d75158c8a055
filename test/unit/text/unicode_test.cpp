#include <string_view>

#include <gtest/gtest.h>

#include <mailhaul/text/unicode.hpp>

namespace mailhaul::text {
namespace {

using namespace std::string_view_literals;

TEST(Unicode, ComposesToNormalFormC) {
  EXPECT_EQ(nfc("Entwu\u0308rfe"), "Entw\u00FCrfe");
  EXPECT_EQ(nfc("Entw\u00FCrfe"), "Entw\u00FCrfe");
  EXPECT_EQ(nfc("\u1112\u1161\u11AB"), "\uD55C");
}

TEST(Unicode, ComposingKeepsCaseAndCompatibilityForms) {
  EXPECT_EQ(nfc("ABC \uFB01"), "ABC \uFB01");
}

TEST(Unicode, FoldsCaseInEveryScript) {
  EXPECT_EQ(fold_case("ARCHIV"), fold_case("Archiv"));
  EXPECT_EQ(fold_case("\u00C9L\u00C9MENTS"), fold_case("e\u0301le\u0301ments"));
  EXPECT_EQ(fold_case("\u0423\u0414"), fold_case("\u0443\u0434"));
  EXPECT_EQ(fold_case("STRASSE"), fold_case("stra\u00DFe"));
}

TEST(Unicode, FoldingKeepsDifferentNamesApart) {
  EXPECT_NE(fold_case("a"), fold_case("\u00E4"));
  EXPECT_NE(fold_case("a"), fold_case("a "));
}

TEST(Unicode, KeepsNulInside) {
  EXPECT_EQ(nfc("a\0b"sv), "a\0b"sv);
}

TEST(Unicode, ReturnsInvalidUtf8AndEmptyTextUnchanged) {
  EXPECT_EQ(nfc("Entw\xFCrfe"), "Entw\xFCrfe");
  EXPECT_EQ(fold_case("ABC\xFF"), "ABC\xFF");
  EXPECT_EQ(nfc(""), "");
  EXPECT_EQ(fold_case(""), "");
}

TEST(Unicode, TrimsBlanksOfEveryKindOffBothEnds) {
  EXPECT_EQ(trim_blanks(" \t\u00A0 Foo bar \u00A0\t "), "Foo bar");
  EXPECT_EQ(trim_blanks("Foo"), "Foo");
  EXPECT_EQ(trim_blanks(" \u00A0 "), "");
  EXPECT_EQ(trim_blanks("\u2003Foo\n"), "\u2003Foo\n");
}

}  // namespace
}  // namespace mailhaul::text
