#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include <mailhaul/text/utf8.hpp>

namespace mailhaul::text {
namespace {

TEST(Utf8, TakesCodePointsOfEveryLength) {
  std::string_view rest = "a\u00e4\u20ac\U0001F600";
  EXPECT_EQ(take_code_point(rest), U'a');
  EXPECT_EQ(take_code_point(rest), U'\u00e4');
  EXPECT_EQ(take_code_point(rest), U'\u20ac');
  EXPECT_EQ(take_code_point(rest), U'\U0001F600');
  EXPECT_EQ(take_code_point(rest), std::nullopt);
}

TEST(Utf8, LeavesAnInvalidSequenceInPlace) {
  std::string_view rest = "\xE2\x82";
  EXPECT_EQ(take_code_point(rest), std::nullopt);
  EXPECT_EQ(rest, "\xE2\x82");
}

TEST(Utf8, RefusesWhatRfc3629Excludes) {
  for (const std::string_view bytes : {
           "\x80",              // continuation octet alone
           "\xC0\xAF",          // overlong in two octets
           "\xE0\x80\xAF",      // overlong in three
           "\xF0\x80\x80\xAF",  // overlong in four
           "\xED\xA0\x80",      // high surrogate
           "\xED\xBF\xBF",      // low surrogate
           "\xF4\x90\x80\x80",  // beyond U+10FFFF
           "\xF5\x80\x80\x80",  // no such lead octet
           "\xC3",              // cut short
           "\xE2\x82(",         // third octet is no continuation
           "Entw\xFCrfe",       // Latin-1
       }) {
    EXPECT_FALSE(is_valid_utf8(bytes)) << testing::PrintToString(bytes);
  }
}

TEST(Utf8, AcceptsTheBoundariesOfEachLength) {
  for (const char32_t code_point : {U'\x0', U'\x7F', U'\x80', U'\x7FF', U'\x800', U'\xD7FF',
                                    U'\xE000', U'\xFFFF', U'\x10000', U'\x10FFFF'}) {
    std::string encoded;
    append_utf8(encoded, code_point);
    std::string_view rest = encoded;
    EXPECT_EQ(take_code_point(rest), code_point);
    EXPECT_TRUE(rest.empty());
  }
}

TEST(Utf8, AppendsAReplacementForWhatIsNoScalarValue) {
  std::string out;
  append_utf8(out, 0xD800);
  append_utf8(out, 0x110000);
  EXPECT_EQ(out, "\uFFFD\uFFFD");
}

TEST(Utf8, CountsUtf16CodeUnits) {
  EXPECT_EQ(utf16_length(""), 0U);
  EXPECT_EQ(utf16_length("Entw\u00fcrfe"), 8U);
  EXPECT_EQ(utf16_length("a\U0001F600\u20ac"), 4U);
}

TEST(Utf8, KeepsUtf8AndReadsOtherOctetsAsWindows1252) {
  EXPECT_EQ(utf8_or_windows1252("Entw\u00fcrfe"), "Entw\u00fcrfe");
  EXPECT_EQ(utf8_or_windows1252("Entw\xFCrfe"), "Entw\u00fcrfe");
  EXPECT_EQ(utf8_or_windows1252("10 \x80 \x96 \x9F"), "10 \u20ac \u2013 \u0178");
  EXPECT_EQ(utf8_or_windows1252("\x81\x8D\x8F\x90\x9D"), "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD");
}

}  // namespace
}  // namespace mailhaul::text
