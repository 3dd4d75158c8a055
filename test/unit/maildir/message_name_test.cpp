#include <gtest/gtest.h>

#include <mailhaul/maildir/message_name.hpp>

namespace mailhaul::maildir {
namespace {

struct NameCase {
  const char* name;
  const char* unique_name;
  const char* flags;
  InfoAnomalies anomalies = {};
};

class MessageNames : public testing::TestWithParam<NameCase> {};

TEST_P(MessageNames, AreTakenApart) {
  const MessageName name = parse_message_name(GetParam().name);
  EXPECT_EQ(name.unique_name, GetParam().unique_name);
  EXPECT_EQ(to_letters(name.flags), GetParam().flags);
  EXPECT_EQ(name.anomalies.bits(), GetParam().anomalies.bits());
}

INSTANTIATE_TEST_SUITE_P(
    OfRealTrees, MessageNames,
    testing::Values(NameCase{"1.M2P3.h,S=5:2,FRS", "1.M2P3.h,S=5", "FRS"},
                    NameCase{"1.h", "1.h", ""}, NameCase{"1.h:2,", "1.h", ""},
                    NameCase{"1.h:2,DFPRST", "1.h", "DFPRST"},
                    NameCase{"1.h:2,TSRF", "1.h", "FRST", {InfoAnomaly::UnorderedLetters}},
                    NameCase{"1.h:2,SSFF",
                             "1.h",
                             "FS",
                             {InfoAnomaly::RepeatedLetter, InfoAnomaly::UnorderedLetters}},
                    NameCase{"1.h:2,SXZ", "1.h", "S", {InfoAnomaly::UnknownLetter}},
                    NameCase{"1.h:2,S,F", "1.h", "S", {InfoAnomaly::SecondField}},
                    NameCase{"1.h:2,S:2,FR", "1.h:2,S", "FR", {InfoAnomaly::SeveralInfoParts}},
                    NameCase{"1.h:1,x", "1.h", "", {InfoAnomaly::NotVersion2}},
                    NameCase{"1.h:3,S", "1.h", "", {InfoAnomaly::NotVersion2}},
                    NameCase{"1.h:2S", "1.h", "", {InfoAnomaly::NotVersion2}},
                    NameCase{"1.h:", "1.h", "", {InfoAnomaly::NotVersion2}},
                    NameCase{"1.host:8080:2,S", "1.host:8080", "S"},
                    NameCase{":2,S", "", "S", {InfoAnomaly::EmptyUniqueName}},
                    NameCase{"-rf", "-rf", ""}, NameCase{"*?[x]", "*?[x]", ""},
                    NameCase{"bad\xff:2,S", "bad\xff", "S", {InfoAnomaly::OddBytes}},
                    NameCase{"new\nline", "new\nline", "", {InfoAnomaly::OddBytes}},
                    NameCase{"gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f", ""}));

class AlternativeSeparators : public testing::TestWithParam<const char*> {};

TEST_P(AlternativeSeparators, CarryFlagsWhereThereIsNoColon) {
  const std::string name = std::string("1.h") + GetParam() + "2,FS";
  const MessageName parsed = parse_message_name(name);
  EXPECT_EQ(parsed.unique_name, "1.h");
  EXPECT_EQ(to_letters(parsed.flags), "FS");
  EXPECT_TRUE(parsed.anomalies.contains(InfoAnomaly::AlternativeSeparator));
}

TEST_P(AlternativeSeparators, AreTextBesideAColonAndBeforeUnknownLetters) {
  const std::string with_colon = std::string("1.h") + GetParam() + "2,FS:2,R";
  EXPECT_EQ(to_letters(parse_message_name(with_colon).flags), "R");
  const std::string unknown = std::string("1.h") + GetParam() + "2,S9";
  EXPECT_EQ(parse_message_name(unknown).unique_name, unknown);
}

INSTANTIATE_TEST_SUITE_P(All, AlternativeSeparators,
                         testing::Values(";", "!", "-", "_", "+", "=", "%3A", "\xEF\x80\xBA",
                                         "\xEF\x80\xA2", "\xE2\x88\xB6"));

TEST(MessageName, KeepsKeywordLettersAsBits) {
  const MessageName name = parse_message_name("1.h:2,Sacz");
  EXPECT_EQ(name.keyword_letters, 1U | 4U | (1U << 25));
  EXPECT_TRUE(name.anomalies.empty());
}

TEST(Identity, LosesTheNotesOfServersAndSynchronisers) {
  EXPECT_EQ(identity_of("1.M2P3.h,S=123,W=130"), "1.M2P3.h");
  EXPECT_EQ(identity_of("1.h,U=7,FMD5=abc"), "1.h,FMD5=abc");
  EXPECT_EQ(identity_of("1.h,W=1,x=2,S=3"), "1.h,x=2");
}

TEST(Identity, KeepsWhatOnlyLooksLikeANote) {
  for (const char* const name : {"1.h,S=", "1.h,S=abc", "1.h,S=-5", "1.h,S=5x", "S=5", "1.h,s=5"}) {
    EXPECT_EQ(identity_of(name), name);
  }
}

TEST(Delivery, ReadsSecondsAndMicrosecondsOfEveryWriter) {
  constexpr std::int64_t kSecond = 1'000'000;
  EXPECT_EQ(delivery_microseconds("1400000000.M12P34V5I6_7.host,S=8"), 1400000000 * kSecond + 12);
  EXPECT_EQ(delivery_microseconds("1400000000.V802I3fM999999.host"), 1400000000 * kSecond + 999999);
  EXPECT_EQ(delivery_microseconds("1400000000.H5P6.host"), 1400000000 * kSecond + 5);
  EXPECT_EQ(delivery_microseconds("1400000000.12_3.M7"), 1400000000 * kSecond);
  EXPECT_EQ(delivery_microseconds("1400000000"), 1400000000 * kSecond);
}

TEST(Delivery, IsUnknownWithoutAPlausibleNumber) {
  for (const char* const name : {"", "x1", "123456789012.M1", ".M1", "-5"}) {
    EXPECT_EQ(delivery_microseconds(name), std::nullopt) << name;
  }
}

}  // namespace
}  // namespace mailhaul::maildir
