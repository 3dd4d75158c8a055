#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include <mailhaul/text/encoded_word.hpp>

namespace mailhaul::text {
namespace {

using namespace std::string_view_literals;

TEST(Charset, ConvertsWhatMailUses) {
  EXPECT_EQ(to_utf8("Entw\xFCrfe", "iso-8859-1"), "Entwürfe");
  EXPECT_EQ(to_utf8("\x80", "Windows-1252"), "€");
  EXPECT_EQ(to_utf8("\xF0\xD2\xC9", "KOI8-R"), "При");
  EXPECT_EQ(to_utf8("\x1B$B$3\x1B(B", "ISO-2022-JP"), "こ");
  EXPECT_EQ(to_utf8("plain", "us-ascii"), "plain");
  EXPECT_EQ(to_utf8("ä", "UTF-8"), "ä");
  EXPECT_EQ(to_utf8("ä", "utf8"), "ä");
}

TEST(Charset, ConvertsNamesThatSendersMeanMoreWidely) {
  EXPECT_EQ(to_utf8("\xB0\xA1", "ks_c_5601-1987"), "가");
  EXPECT_EQ(to_utf8("\x87\x40", "x-sjis"), "①");
  EXPECT_EQ(to_utf8("\xE9\x46", "gb2312"), "镕");
  EXPECT_EQ(to_utf8("\xE0", "ISO-8859-8-I"), "א");
  EXPECT_EQ(to_utf8("caf\xE9", "us-ascii"), "café");
}

TEST(Charset, ConvertsMoreThanOneBuffer) {
  const std::string latin1(10000, '\xE4');
  const std::optional<std::string> utf8 = to_utf8(latin1, "iso-8859-1");
  ASSERT_TRUE(utf8);
  EXPECT_EQ(utf8->size(), 20000U);
  EXPECT_EQ(utf8->substr(19998), "ä");
}

TEST(Charset, RefusesOctetsThatDoNotFit) {
  EXPECT_EQ(to_utf8("\xFF", "utf-8"), std::nullopt);
  EXPECT_EQ(to_utf8("\x1B$B$", "ISO-2022-JP"), std::nullopt);
  EXPECT_EQ(to_utf8("\xD8\x00"sv, "UTF-16BE"), std::nullopt);
  EXPECT_EQ(to_utf8("a", "134"), std::nullopt);
}

TEST(Charset, KnowsWhichNamesItCanDecode) {
  EXPECT_TRUE(is_known_charset("utf-8"));
  EXPECT_TRUE(is_known_charset("ISO-8859-15"));
  EXPECT_TRUE(is_known_charset("big5"));
  EXPECT_FALSE(is_known_charset("134"));
  EXPECT_FALSE(is_known_charset("TELETEX"));
  EXPECT_FALSE(is_known_charset("x-unknown"));
}

TEST(Charset, PassesNoOptionsPathsOrLocaleNamesToIconv) {
  for (const std::string_view name : {""sv, "char"sv, "WCHAR_T"sv, "INTERNAL"sv,
                                      "ISO-8859-1//TRANSLIT"sv, "../evil"sv, "utf-16\0x"sv}) {
    EXPECT_FALSE(is_known_charset(name)) << name;
  }
  EXPECT_FALSE(is_known_charset(std::string(65, 'a')));
}

}  // namespace
}  // namespace mailhaul::text
