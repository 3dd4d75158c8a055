#include "support/certificates.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/net/certificate.hpp>

namespace mailhaul::net {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::string_view kPlain =
    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

TEST(Fingerprint, ReadsPlainHex) {
  const auto fingerprint = parse_fingerprint(kPlain);
  ASSERT_TRUE(fingerprint);
  EXPECT_EQ((*fingerprint)[1], 0x11);
  EXPECT_EQ((*fingerprint)[31], 0xff);
}

TEST(Fingerprint, ColonsCaseBlanksAndLabelsDoNotMatter) {
  const auto expected = parse_fingerprint(kPlain);
  const std::string colons = format_fingerprint(*expected);
  EXPECT_THAT(colons, HasSubstr("00:11:22"));
  EXPECT_THAT(colons, HasSubstr(":EE:FF"));
  EXPECT_EQ(parse_fingerprint(colons), expected);
  EXPECT_EQ(parse_fingerprint("sha256 Fingerprint=" + colons), expected);
  EXPECT_EQ(parse_fingerprint("SHA256:" + std::string(kPlain)), expected);
  EXPECT_EQ(parse_fingerprint(" " + colons + " "), expected);
}

TEST(Fingerprint, RefusesWrongLengthAndOtherCharacters) {
  EXPECT_FALSE(parse_fingerprint(""));
  EXPECT_FALSE(parse_fingerprint("sha256:"));
  EXPECT_FALSE(parse_fingerprint(kPlain.substr(1)));
  EXPECT_FALSE(parse_fingerprint(std::string(kPlain) + "0"));
  EXPECT_FALSE(parse_fingerprint("g" + std::string(kPlain.substr(1))));
  EXPECT_FALSE(parse_fingerprint(kPlain.substr(0, 40)));  // SHA-1
}

TEST(Certificate, ShowsSubjectNamesDatesAndFingerprint) {
  const test::CertificateAuthority authority("Authority One");
  const auto facts = read_certificate(authority.issue(test::good_leaf()).certificate);
  ASSERT_TRUE(facts) << facts.error().message();
  EXPECT_EQ(facts->subject, "CN=mail.example.org");
  EXPECT_EQ(facts->issuer, "CN=Authority One");
  EXPECT_THAT(facts->names, ElementsAre("mail.example.org"));
  EXPECT_THAT(facts->not_before, ::testing::MatchesRegex("20..-..-.. ..:..:.. UTC"));
  EXPECT_THAT(facts->describe(), HasSubstr(format_fingerprint(facts->fingerprint)));
  EXPECT_THAT(facts->describe(), HasSubstr(facts->not_after));
}

TEST(Certificate, ShowsAddresses) {
  const auto facts = read_certificate(test::self_signed(test::address_leaf()).certificate);
  ASSERT_TRUE(facts) << facts.error().message();
  EXPECT_THAT(facts->names, ElementsAre("127.0.0.1", "::1"));
}

TEST(Certificate, EscapesControlCharactersInNames) {
  test::LeafSpec spec;
  spec.common_name = "evil\x1b[2Jname";
  const auto facts = read_certificate(test::self_signed(spec).certificate);
  ASSERT_TRUE(facts) << facts.error().message();
  EXPECT_EQ(facts->subject.find('\x1b'), std::string::npos);
  EXPECT_THAT(facts->subject, HasSubstr("\\1B"));
}

TEST(Certificate, TextWithoutCertificateIsAConfigurationError) {
  const auto facts = read_certificate("no certificate here\n");
  ASSERT_FALSE(facts);
  EXPECT_EQ(facts.error().kind, ErrorKind::Configuration);
}

TEST(SelfSigned, NamesHostsAndAddresses) {
  const auto identity = make_self_signed({"localhost", "127.0.0.1", "::1"});
  ASSERT_TRUE(identity) << identity.error().message();
  EXPECT_THAT(std::string(identity->key_pem.reveal()), HasSubstr("PRIVATE KEY"));
  const auto facts = read_certificate(identity->certificate_pem);
  ASSERT_TRUE(facts) << facts.error().message();
  EXPECT_EQ(facts->subject, "CN=localhost");
  EXPECT_EQ(facts->subject, facts->issuer);
  EXPECT_THAT(facts->names, ElementsAre("localhost", "127.0.0.1", "::1"));
}

TEST(SelfSigned, TwoAreNeverTheSame) {
  const auto one = read_certificate(make_self_signed({"localhost"})->certificate_pem);
  const auto two = read_certificate(make_self_signed({"localhost"})->certificate_pem);
  EXPECT_NE(one->fingerprint, two->fingerprint);
}

TEST(SelfSigned, NeedsAName) {
  const auto identity = make_self_signed({});
  ASSERT_FALSE(identity);
  EXPECT_EQ(identity.error().kind, ErrorKind::Configuration);
}

}  // namespace
}  // namespace mailhaul::net
