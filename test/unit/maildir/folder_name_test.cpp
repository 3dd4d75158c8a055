#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/maildir/folder_name.hpp>

namespace mailhaul::maildir {
namespace {

using testing::ElementsAre;

FolderName mutf7(const char* directory) {
  return parse_folder_name(directory, Layout::MaildirPlusPlus, NameEncoding::Mutf7);
}

FolderName utf8(const char* directory) {
  return parse_folder_name(directory, Layout::MaildirPlusPlus, NameEncoding::Utf8);
}

TEST(FolderName, SplitsAtDotsAndKeepsALeadingInbox) {
  EXPECT_THAT(mutf7(".INBOX.Sent").levels, ElementsAre("INBOX", "Sent"));
  EXPECT_TRUE(mutf7(".INBOX.Sent").anomalies.empty());
}

TEST(FolderName, SplitsAtSlashesInFsLayout) {
  const FolderName name = parse_folder_name("A.b/C", Layout::Fs, NameEncoding::Mutf7);
  EXPECT_THAT(name.levels, ElementsAre("A.b", "C"));
}

TEST(FolderName, DecodesAfterSplittingSoThatAnEncodedDotStaysInItsLevel) {
  const FolderName name = mutf7(".a&AC4-b.c&AC8-d");
  EXPECT_THAT(name.levels, ElementsAre("a.b", "c/d"));
  EXPECT_TRUE(name.anomalies.contains(FolderNameAnomaly::ContainsDelimiter));
}

TEST(FolderName, ReadsBothEncodings) {
  EXPECT_THAT(mutf7(".Entw&APw-rfe").levels, ElementsAre("Entw\xc3\xbcrfe"));
  EXPECT_THAT(mutf7(".A &- B").levels, ElementsAre("A & B"));
  EXPECT_THAT(mutf7(".&2D3eAA-").levels, ElementsAre("\xF0\x9F\x98\x80"));
  EXPECT_THAT(utf8(".Entw\xc3\xbcrfe").levels, ElementsAre("Entw\xc3\xbcrfe"));
  EXPECT_THAT(utf8(".cafe&AOk-x").levels, ElementsAre("cafe&AOk-x"));
}

TEST(FolderName, ReportsWhatIsNoModifiedUtf7AndStillNamesIt) {
  for (const char* const directory :
       {".R&D", ".&AOk", ".&A-", ".&AO=k-", ".&AOk-&AOg-", ".&2D0-", ".&AGE-"}) {
    const FolderName name = mutf7(directory);
    EXPECT_TRUE(name.anomalies.contains(FolderNameAnomaly::InvalidMutf7)) << directory;
    ASSERT_EQ(name.levels.size(), 1U) << directory;
    EXPECT_FALSE(name.levels[0].empty()) << directory;
  }
}

TEST(FolderName, TellsRawOctetsApart) {
  const FolderName raw = mutf7(".Entw\xc3\xbcrfe");
  EXPECT_THAT(raw.levels, ElementsAre("Entw\xc3\xbcrfe"));
  EXPECT_TRUE(raw.anomalies.contains(FolderNameAnomaly::Raw8BitInMutf7));
  const FolderName latin1 = utf8(".Entw\xfcrfe");
  EXPECT_THAT(latin1.levels, ElementsAre("Entw\xc3\xbcrfe"));
  EXPECT_TRUE(latin1.anomalies.contains(FolderNameAnomaly::InvalidUtf8));
}

struct AnomalyCase {
  const char* directory;
  FolderNameAnomaly anomaly;
  std::vector<std::string> levels;
};

class FolderNameAnomalyTest : public testing::TestWithParam<AnomalyCase> {};

TEST_P(FolderNameAnomalyTest, IsReportedAlone) {
  const FolderName name = mutf7(GetParam().directory);
  EXPECT_EQ(name.levels, GetParam().levels);
  EXPECT_TRUE(name.anomalies.contains(GetParam().anomaly));
  EXPECT_EQ(name.anomalies.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, FolderNameAnomalyTest,
    testing::Values(
        AnomalyCase{"..Foo", FolderNameAnomaly::EmptyLevel, {"Foo"}},
        AnomalyCase{".Foo.", FolderNameAnomaly::EmptyLevel, {"Foo"}},
        AnomalyCase{".Foo..Bar", FolderNameAnomaly::EmptyLevel, {"Foo", "Bar"}},
        AnomalyCase{".bad&,,0-", FolderNameAnomaly::ReplacementCharacter, {"bad\xEF\xBF\xBD"}},
        AnomalyCase{".tab&AAk-n", FolderNameAnomaly::ControlCharacter, {"tab\tn"}},
        AnomalyCase{".z&IAs-w", FolderNameAnomaly::InvisibleCharacter, {"z\xE2\x80\x8Bw"}},
        AnomalyCase{".Foo ", FolderNameAnomaly::OuterBlank, {"Foo "}},
        AnomalyCase{". Foo", FolderNameAnomaly::OuterBlank, {" Foo"}},
        AnomalyCase{".Mid .kid", FolderNameAnomaly::OuterBlank, {"Mid ", "kid"}},
        AnomalyCase{".Foo&AKA-", FolderNameAnomaly::OuterBlank, {"Foo\xC2\xA0"}},
        AnomalyCase{".con\\2etxt", FolderNameAnomaly::ForeignEscape, {"con\\2etxt"}},
        AnomalyCase{".a_2Eb", FolderNameAnomaly::ForeignEscape, {"a_2Eb"}}));

TEST(FolderName, OfDotsOnlyStandsForItself) {
  const FolderName name = mutf7("...");
  EXPECT_THAT(name.levels, ElementsAre("..."));
  EXPECT_TRUE(name.anomalies.contains(FolderNameAnomaly::NoLevel));
}

TEST(FolderName, TakesAYearForNoEscape) {
  EXPECT_TRUE(mutf7(".Mail_2011").anomalies.empty());
}

TEST(SplitLevels, LeavesEmptyLevelsOutAndDecodesNothing) {
  EXPECT_THAT(split_levels("..A&-.B.", Layout::MaildirPlusPlus), ElementsAre("A&-", "B"));
}

NameEncoding decide(std::initializer_list<const char*> names, bool* ambiguous = nullptr) {
  EncodingEvidence evidence;
  for (const char* const name : names) {
    evidence.add(name);
  }
  if (ambiguous != nullptr) {
    *ambiguous = evidence.is_ambiguous();
  }
  return evidence.decide();
}

TEST(EncodingEvidence, DecidesForTheWholeTree) {
  EXPECT_EQ(decide({".Sent", ".Entw&APw-rfe"}), NameEncoding::Mutf7);
  EXPECT_EQ(decide({".Sent", ".Entw\xc3\xbcrfe"}), NameEncoding::Utf8);
  EXPECT_EQ(decide({".Sent", ".A &- B"}), NameEncoding::Mutf7);
  EXPECT_EQ(decide({".R&D"}), NameEncoding::Utf8);
  EXPECT_EQ(decide({".R&D", ".Entw&APw-rfe"}), NameEncoding::Mutf7);
  EXPECT_EQ(decide({".Entw\xfcrfe"}), NameEncoding::Mutf7);
}

TEST(EncodingEvidence, FollowsTheLargerNumberAndSaysThatBothOccur) {
  bool ambiguous = false;
  EXPECT_EQ(decide({".a&AOk-", ".\xc3\xa9"}, &ambiguous), NameEncoding::Utf8);
  EXPECT_TRUE(ambiguous);
  EXPECT_EQ(decide({".a&AOk-", ".b&AOk-", ".\xc3\xa9"}, &ambiguous), NameEncoding::Mutf7);
  EXPECT_TRUE(ambiguous);
  decide({".a&AOk-", ".R&D"}, &ambiguous);
  EXPECT_FALSE(ambiguous);
}

}  // namespace
}  // namespace mailhaul::maildir
