#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include <mailhaul/text/escape.hpp>

namespace mailhaul::text {
namespace {

using namespace std::string_view_literals;

TEST(EscapeForDisplay, KeepsTextAsItIs) {
  EXPECT_EQ(escape_for_display("Entwürfe 台北 \U0001F4E8 %"), "Entwürfe 台北 \U0001F4E8 %");
}

TEST(EscapeForDisplay, NamesControlCharacters) {
  EXPECT_EQ(escape_for_display("a\nb\tc\rd"), R"(a\nb\tc\rd)");
  EXPECT_EQ(escape_for_display("\x1B[31m\0\x7F"sv), R"(\x1B[31m\x00\x7F)");
  EXPECT_EQ(escape_for_display("\u009B"), R"(\xC2\x9B)");
}

TEST(EscapeForDisplay, DisarmsWhatReordersOrBreaksTheLine) {
  EXPECT_EQ(escape_for_display("a\u202Eb"), R"(a\xE2\x80\xAEb)");
  EXPECT_EQ(escape_for_display("\u2066"), R"(\xE2\x81\xA6)");
  EXPECT_EQ(escape_for_display("\u2028"), R"(\xE2\x80\xA8)");
}

TEST(EscapeForDisplay, ShowsOctetsThatAreNoUtf8) {
  EXPECT_EQ(escape_for_display("Entw\xFCrfe"), R"(Entw\xFCrfe)");
  EXPECT_EQ(escape_for_display("\xE2\x82"), R"(\xE2\x82)");
}

TEST(EscapeForDisplay, DoublesTheBackslashSoThatNothingIsAmbiguous) {
  EXPECT_EQ(escape_for_display(R"(a\n)"), R"(a\\n)");
}

TEST(ShortenForDisplay, KeepsWhatFits) {
  EXPECT_EQ(shorten_for_display("abcde", 5), "abcde");
  EXPECT_EQ(shorten_for_display("äöüäö", 5), "äöüäö");
  EXPECT_EQ(shorten_for_display("", 0), "");
}

TEST(ShortenForDisplay, CutsToTheLimitWithTheEllipsisCounted) {
  EXPECT_EQ(shorten_for_display("abcdef", 5), "abcd…");
  EXPECT_EQ(shorten_for_display("äöüäöü", 5), "äöüä…");
  EXPECT_EQ(shorten_for_display("abc", 1), "…");
  EXPECT_EQ(shorten_for_display("abc", 0), "");
}

TEST(ShortenForDisplay, NeverCutsAnEscapeInTwo) {
  EXPECT_EQ(shorten_for_display("ab\x01\x02", 7), R"(ab\x01…)");
  EXPECT_EQ(shorten_for_display("ab\x01\x02", 6), "ab…");
}

TEST(PercentEscape, LeavesOnlyHarmlessCharacters) {
  EXPECT_EQ(percent_escape("jane.doe+x@example.org"), "jane.doe+x@example.org");
  EXPECT_EQ(percent_escape("/var/mail x"), "%2Fvar%2Fmail%20x");
  EXPECT_EQ(percent_escape("%\xC3\xA4\0"sv), "%25%C3%A4%00");
}

TEST(PercentEscape, MakesNoComponentThatMeansAnotherDirectory) {
  EXPECT_EQ(percent_escape("."), "%2E");
  EXPECT_EQ(percent_escape(".."), "%2E%2E");
  EXPECT_EQ(percent_escape("..."), "...");
  EXPECT_EQ(percent_escape(""), "%");
}

TEST(PercentEscape, IsUndoneByUnescape) {
  for (const std::string_view bytes : {""sv, "."sv, ".."sv, "a b"sv, "%"sv, "%41"sv, "\0\xFF/"sv}) {
    EXPECT_EQ(percent_unescape(percent_escape(bytes)), bytes);
  }
}

TEST(PercentUnescape, RefusesMalformedEscapes) {
  for (const std::string_view escaped : {"a%", "%4", "%G1", "%1G", "%%41"}) {
    EXPECT_EQ(percent_unescape(escaped), std::nullopt) << escaped;
  }
  EXPECT_EQ(percent_unescape("%c3%A4"), "ä");
}

}  // namespace
}  // namespace mailhaul::text
