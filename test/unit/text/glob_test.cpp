#include <string>

#include <gtest/gtest.h>

#include <mailhaul/text/glob.hpp>

namespace mailhaul::text {
namespace {

TEST(Glob, MatchesTheWholeName) {
  EXPECT_TRUE(glob_matches("Archive", "Archive"));
  EXPECT_FALSE(glob_matches("Archive", "Archives"));
  EXPECT_FALSE(glob_matches("Archives", "Archive"));
  EXPECT_FALSE(glob_matches("archive", "Archive"));
  EXPECT_TRUE(glob_matches("", ""));
  EXPECT_FALSE(glob_matches("", "a"));
}

TEST(Glob, StarStopsAtTheSlash) {
  EXPECT_TRUE(glob_matches("Arch*", "Arch"));
  EXPECT_TRUE(glob_matches("A*e", "Archive"));
  EXPECT_TRUE(glob_matches("*/2019", "Archive/2019"));
  EXPECT_FALSE(glob_matches("Archive*", "Archive/2019"));
  EXPECT_FALSE(glob_matches("*", "a/b"));
}

TEST(Glob, DoubleStarCrossesSlashes) {
  EXPECT_TRUE(glob_matches("Archive/**", "Archive/2019/May"));
  EXPECT_TRUE(glob_matches("**/May", "Archive/2019/May"));
  EXPECT_TRUE(glob_matches("**", ""));
  EXPECT_FALSE(glob_matches("Archive/**", "Archive"));
}

TEST(Glob, QuestionMarkTakesOneCodePointButSlash) {
  EXPECT_TRUE(glob_matches("Entw?rfe", "Entw\u00FCrfe"));
  EXPECT_TRUE(glob_matches("?", "\U0001F4E8"));
  EXPECT_FALSE(glob_matches("?", ""));
  EXPECT_FALSE(glob_matches("a?b", "a/b"));
}

TEST(Glob, ClassesTakeRangesAndNegation) {
  EXPECT_TRUE(glob_matches("201[0-9]", "2017"));
  EXPECT_FALSE(glob_matches("201[0-9]", "201x"));
  EXPECT_TRUE(glob_matches("[!a-c]", "d"));
  EXPECT_FALSE(glob_matches("[!a-c]", "b"));
  EXPECT_TRUE(glob_matches("[\u00E4-\u00FC]", "\u00F6"));
  EXPECT_FALSE(glob_matches("[!a]", "/"));
  EXPECT_TRUE(glob_matches("[]x]", "]"));
  EXPECT_TRUE(glob_matches("[a-]", "-"));
  EXPECT_TRUE(glob_matches("[\\]]", "]"));
}

TEST(Glob, UnclosedClassIsPlainText) {
  EXPECT_TRUE(glob_matches("[a", "[a"));
  EXPECT_TRUE(glob_matches("x[", "x["));
}

TEST(Glob, BackslashTakesTheNextCharacterLiterally) {
  EXPECT_TRUE(glob_matches("\\*", "*"));
  EXPECT_FALSE(glob_matches("\\*", "a"));
  EXPECT_TRUE(glob_matches("a\\", "a\\"));
}

TEST(Glob, OctetsThatAreNoUtf8MatchThemselves) {
  EXPECT_TRUE(glob_matches("Entw\xFCrfe", "Entw\xFCrfe"));
  EXPECT_FALSE(glob_matches("Entw\xFCrfe", "Entw\xFDrfe"));
  EXPECT_TRUE(glob_matches("Entw?rfe", "Entw\xFCrfe"));
}

TEST(Glob, ManyStarsDoNotExplode) {
  std::string pattern;
  for (int i = 0; i < 200; ++i) {
    pattern += "a*";
  }
  EXPECT_FALSE(glob_matches(pattern + "b", std::string(2000, 'a')));
  EXPECT_TRUE(glob_matches(pattern, std::string(2000, 'a')));
}

}  // namespace
}  // namespace mailhaul::text
