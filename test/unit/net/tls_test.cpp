#include "support/certificates.hpp"
#include "tls_peers.hpp"

#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/net/tls.hpp>

namespace mailhaul::net {
namespace {

using testing::carry;
using ::testing::HasSubstr;
using testing::identity_of;
using ::testing::Not;
using testing::read_all;
using testing::shake_hands;

const test::CertificateAuthority& authority() {
  static const test::CertificateAuthority kAuthority;
  return kAuthority;
}

TlsClientOptions trusting_options() {
  return {.host = "mail.example.org", .ca_pem = authority().pem()};
}

TlsServerContext serving(const test::PemPair& pair, TlsVersion min_version = TlsVersion::V12,
                         TlsVersion max_version = TlsVersion::V13) {
  return TlsServerContext::make(identity_of(pair), min_version, max_version).value();
}

/// The error of the client's handshake, or ErrorKind::Internal with no text if it succeeded.
Error handshake_error(const TlsClientOptions& options, const TlsServerContext& context) {
  Tls client = Tls::connect(options).value();
  Tls server = Tls::accept(context).value();
  return shake_hands(client, server).value_or(Error{});
}

Error handshake_error(const TlsClientOptions& options, const test::PemPair& pair) {
  return handshake_error(options, serving(pair));
}

std::string fingerprint_of(const test::PemPair& pair) {
  return format_fingerprint(read_certificate(pair.certificate).value().fingerprint);
}

struct Connection {
  Tls client = Tls::connect(trusting_options()).value();
  Tls server = Tls::accept(serving(authority().issue(test::good_leaf()))).value();

  Connection() { EXPECT_FALSE(shake_hands(client, server)); }
};

TEST(Tls, CarriesDataBothWays) {
  Connection connection;
  ASSERT_TRUE(connection.client.write("a1 NOOP\r\n"));
  ASSERT_TRUE(connection.server.write("a1 OK\r\n"));
  carry(connection.client, connection.server);
  carry(connection.server, connection.client);
  EXPECT_EQ(read_all(connection.server).value(), "a1 NOOP\r\n");
  EXPECT_EQ(read_all(connection.client).value(), "a1 OK\r\n");
  EXPECT_THAT(connection.client.description(), HasSubstr("TLS 1.3 with TLS_AES"));
  EXPECT_EQ(connection.client.warning(), "");
}

TEST(Tls, CarriesAMegabyteUnchanged) {
  Connection connection;
  std::string sent(1'000'003, '\0');
  for (std::size_t i = 0; i < sent.size(); ++i) {
    sent[i] = static_cast<char>(i * 31 >> 3U);
  }
  ASSERT_TRUE(connection.client.write(sent));
  EXPECT_GT(connection.client.outgoing().size(), sent.size());
  carry(connection.client, connection.server);
  EXPECT_EQ(read_all(connection.server).value(), sent);
}

TEST(Tls, CiphertextMayBeCutAnywhere) {
  Connection connection;
  ASSERT_TRUE(connection.client.write("in pieces"));
  std::string text;
  while (!connection.client.outgoing().empty()) {
    EXPECT_EQ(text, "");
    connection.server.feed(connection.client.outgoing().substr(0, 1));
    connection.client.consume(1);
    text += read_all(connection.server).value();
  }
  EXPECT_EQ(text, "in pieces");
}

TEST(Tls, CloseNotifyIsAnOrderlyEnd) {
  Connection connection;
  ASSERT_TRUE(connection.server.write("* BYE\r\n"));
  connection.server.close_notify();
  carry(connection.server, connection.client);
  EXPECT_EQ(read_all(connection.client).value(), "* BYE\r\n");
  EXPECT_TRUE(connection.client.peer_closed());
}

TEST(Tls, NothingAtTheMomentIsNoEnd) {
  Connection connection;
  EXPECT_EQ(read_all(connection.client).value(), "");
  EXPECT_FALSE(connection.client.peer_closed());
}

TEST(Tls, DamagedCiphertextIsALostConnection) {
  Connection connection;
  ASSERT_TRUE(connection.server.write("a1 OK\r\n"));
  Bytes octets(connection.server.outgoing());
  octets.back() = static_cast<char>(octets.back() ^ 1);
  connection.client.feed(octets);
  const auto text = read_all(connection.client);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().kind, ErrorKind::Disconnected);
  EXPECT_FALSE(connection.client.peer_closed());
}

TEST(TlsTrust, AcceptsWhatTheAuthorityIssued) {
  EXPECT_EQ(handshake_error(trusting_options(), authority().issue(test::good_leaf())).text, "");
  EXPECT_EQ(handshake_error(trusting_options(), authority().issue(test::wildcard_leaf())).text, "");
}

TEST(TlsTrust, AcceptsALeafThatIsItselfInTheCaFile) {
  const test::PemPair pair = test::self_signed(test::good_leaf());
  EXPECT_EQ(handshake_error({.host = "mail.example.org", .ca_pem = pair.certificate}, pair).text,
            "");
  const test::PemPair issued = authority().issue(test::good_leaf());
  EXPECT_EQ(
      handshake_error({.host = "mail.example.org", .ca_pem = issued.certificate}, issued).text, "");
}

TEST(TlsTrust, AcceptsAddresses) {
  const test::PemPair pair = authority().issue(test::address_leaf());
  for (const char* const host : {"127.0.0.1", "::1"}) {
    EXPECT_EQ(handshake_error({.host = host, .ca_pem = authority().pem()}, pair).text, "");
  }
  const Error error = handshake_error({.host = "127.0.0.2", .ca_pem = authority().pem()}, pair);
  EXPECT_THAT(error.text, HasSubstr("wrong name (it is not for 127.0.0.2)"));
}

TEST(TlsTrust, WildcardCoversOneLevelOnly) {
  const Error error = handshake_error({.host = "a.mail.example.org", .ca_pem = authority().pem()},
                                      authority().issue(test::wildcard_leaf()));
  EXPECT_THAT(error.text, HasSubstr("wrong name"));
}

TEST(TlsTrust, SelfSignedForAnotherNameTellsChainNameFactsAndOptions) {
  const test::PemPair pair = test::self_signed(test::leaf_for_other_name());
  const Error error = handshake_error({.host = "mail.example.org"}, pair);
  EXPECT_EQ(error.kind, ErrorKind::Tls);
  EXPECT_EQ(error.where, "mail.example.org");
  EXPECT_THAT(error.text, HasSubstr("wrong chain (self-signed certificate)"));
  EXPECT_THAT(error.text, HasSubstr("wrong name (it is not for mail.example.org)"));
  EXPECT_THAT(error.text, Not(HasSubstr("wrong date")));
  EXPECT_THAT(error.text, HasSubstr("subject CN=other.example.net"));
  EXPECT_THAT(error.text, HasSubstr("valid from 20"));
  EXPECT_THAT(error.text, HasSubstr("SHA-256 " + fingerprint_of(pair)));
  EXPECT_THAT(error.hint, HasSubstr("--ca-file FILE"));
  EXPECT_THAT(error.hint, HasSubstr("--tls-name other.example.net"));
  EXPECT_THAT(error.hint, HasSubstr("--tls-fingerprint " + fingerprint_of(pair)));
}

TEST(TlsTrust, TheOptionsThatItNamesAcceptIt) {
  const test::PemPair pair = test::self_signed(test::leaf_for_other_name());
  EXPECT_EQ(handshake_error({.host = "mail.example.org",
                             .expected_name = "other.example.net",
                             .ca_pem = pair.certificate},
                            pair)
                .text,
            "");
  EXPECT_EQ(handshake_error({.host = "mail.example.org",
                             .fingerprint = parse_fingerprint(fingerprint_of(pair))},
                            pair)
                .text,
            "");
}

TEST(TlsTrust, ExpiredTellsTheDateAndOffersOnlyTheFingerprint) {
  const test::PemPair pair = authority().issue(test::expired_leaf());
  const Error error = handshake_error(trusting_options(), pair);
  EXPECT_THAT(error.text, HasSubstr("wrong date (certificate has expired)"));
  EXPECT_THAT(error.text, Not(HasSubstr("wrong chain")));
  EXPECT_THAT(error.hint, HasSubstr("--tls-fingerprint"));
  EXPECT_THAT(error.hint, Not(HasSubstr("--ca-file")));
  EXPECT_EQ(handshake_error({.host = "mail.example.org",
                             .fingerprint = parse_fingerprint(fingerprint_of(pair))},
                            pair)
                .text,
            "");
}

TEST(TlsTrust, NotYetValidTellsTheDate) {
  const Error error =
      handshake_error(trusting_options(), authority().issue(test::leaf_not_yet_valid()));
  EXPECT_THAT(error.text, HasSubstr("wrong date (certificate is not yet valid)"));
}

TEST(TlsTrust, AnotherAuthorityIsAWrongChain) {
  const test::CertificateAuthority other("Test Authority");
  const Error error = handshake_error({.host = "mail.example.org", .ca_pem = other.pem()},
                                      authority().issue(test::good_leaf()));
  EXPECT_THAT(error.text, HasSubstr("wrong chain"));
  EXPECT_THAT(error.text, Not(HasSubstr("wrong name")));
  EXPECT_THAT(error.hint, HasSubstr("--ca-file"));
}

TEST(TlsTrust, WeakKeyIsToldAndAcceptedWithOldCryptography) {
  const TlsServerContext context = serving(authority().issue(test::weak_leaf()), TlsVersion::V10);
  const Error error = handshake_error(trusting_options(), context);
  EXPECT_THAT(error.text, HasSubstr("wrong key or signature strength"));
  EXPECT_THAT(error.hint, HasSubstr("--tls-min 1.0"));
  TlsClientOptions options = trusting_options();
  options.min_version = TlsVersion::V10;
  EXPECT_EQ(handshake_error(options, context).text, "");
}

TEST(TlsTrust, FingerprintOfAnotherCertificateIsRefusedEvenIfTheChainIsGood) {
  TlsClientOptions options = trusting_options();
  options.fingerprint = Fingerprint{1, 2, 3};
  const Error error = handshake_error(options, authority().issue(test::good_leaf()));
  EXPECT_THAT(error.text, HasSubstr("wrong fingerprint"));
  EXPECT_THAT(error.hint, HasSubstr("--tls-fingerprint"));
}

TEST(TlsTrust, WithoutOptionsTheSystemDecides) {
  const Error error =
      handshake_error({.host = "mail.example.org"}, authority().issue(test::good_leaf()));
  EXPECT_THAT(error.text, HasSubstr("wrong chain"));
}

TEST(TlsTrust, CaFileWithoutCertificatesIsAConfigurationError) {
  const auto client = Tls::connect({.host = "mail.example.org", .ca_pem = "nothing\n"});
  ASSERT_FALSE(client);
  EXPECT_EQ(client.error().kind, ErrorKind::Configuration);
  EXPECT_EQ(client.error().where, "--ca-file");
}

TEST(TlsTrust, AServerThatTheClientRefusesLearnsIt) {
  Tls client = Tls::connect({.host = "mail.example.org"}).value();
  Tls server = Tls::accept(serving(test::self_signed(test::good_leaf()))).value();
  ASSERT_TRUE(shake_hands(client, server));
  carry(client, server);
  EXPECT_FALSE(server.handshake().has_value() && read_all(server).has_value());
}

TEST(TlsVersions, OldServerIsToldAndAcceptedWithTlsMin) {
  const TlsServerContext old =
      serving(authority().issue(test::good_leaf()), TlsVersion::V10, TlsVersion::V10);
  const Error error = handshake_error(trusting_options(), old);
  EXPECT_EQ(error.kind, ErrorKind::Tls);
  EXPECT_THAT(error.text, HasSubstr("no common protocol"));
  EXPECT_THAT(error.text, HasSubstr("at least TLS 1.2"));
  EXPECT_THAT(error.hint, HasSubstr("--tls-min 1.0"));

  TlsClientOptions options = trusting_options();
  options.min_version = TlsVersion::V10;
  Tls client = Tls::connect(options).value();
  Tls server = Tls::accept(old).value();
  const auto failure = shake_hands(client, server);
  ASSERT_FALSE(failure) << failure->message();
  EXPECT_THAT(client.description(), HasSubstr("TLS 1.0"));
  EXPECT_THAT(client.warning(), HasSubstr("TLS 1.0"));
}

TEST(TlsVersions, OldServerIsStillVerified) {
  TlsClientOptions options = trusting_options();
  options.min_version = TlsVersion::V10;
  const Error error = handshake_error(
      options,
      serving(authority().issue(test::leaf_for_other_name()), TlsVersion::V10, TlsVersion::V10));
  EXPECT_THAT(error.text, HasSubstr("wrong name"));
}

TEST(TlsVersions, AConcessionThatWasNotNeededIsTold) {
  TlsClientOptions options = trusting_options();
  options.min_version = TlsVersion::V10;
  Tls client = Tls::connect(options).value();
  Tls server = Tls::accept(serving(authority().issue(test::good_leaf()))).value();
  ASSERT_FALSE(shake_hands(client, server));
  EXPECT_THAT(client.warning(), HasSubstr("--tls-min 1.0 is not needed"));
}

TEST(TlsVersions, AServerHelloOfAnOldServerShowsItsVersion) {
  // What servers of that time send: they answer with their best, and do not know the extension in
  // which newer clients say what they take.
  Tls client = Tls::connect(trusting_options()).value();
  ASSERT_TRUE(client.handshake());
  std::string body("\x03\x01", 2);
  body += std::string(32, 'r');
  body += std::string("\x00\x00\x2f\x00", 4);
  std::string hello("\x02\x00\x00", 3);
  hello += static_cast<char>(body.size());
  hello += body;
  std::string record("\x16\x03\x01\x00", 4);
  record += static_cast<char>(hello.size());
  client.feed(record + hello);
  const auto done = client.handshake();
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().text, HasSubstr("no common protocol: the server speaks TLS 1.0"));
  EXPECT_THAT(done.error().hint, HasSubstr("--tls-min 1.0"));
}

TEST(TlsVersions, RefusalOfAllCiphersIsTold) {
  Tls client = Tls::connect(trusting_options()).value();
  ASSERT_TRUE(client.handshake());
  client.feed(std::string_view("\x15\x03\x01\x00\x02\x02\x28", 7));  // alert handshake_failure
  const auto done = client.handshake();
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().text, HasSubstr("no common cipher"));
  EXPECT_THAT(done.error().hint, HasSubstr("--tls-min 1.0"));
}

TEST(TlsVersions, AreParsedExactly) {
  EXPECT_EQ(parse_tls_version("1.0"), TlsVersion::V10);
  EXPECT_EQ(parse_tls_version("1.3"), TlsVersion::V13);
  EXPECT_FALSE(parse_tls_version("1"));
  EXPECT_FALSE(parse_tls_version("TLSv1.2"));
  EXPECT_FALSE(parse_tls_version("1.4"));
}

TEST(TlsHandshake, PlaintextServerIsRecognised) {
  Tls client = Tls::connect(trusting_options()).value();
  ASSERT_TRUE(client.handshake());
  client.feed("* OK Dovecot\x1b[2J ready.\r\n");
  const auto done = client.handshake();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::Tls);
  EXPECT_THAT(done.error().text, HasSubstr("speaks no TLS"));
  EXPECT_THAT(done.error().text, HasSubstr("* OK Dovecot\\x1b[2J ready."));
  EXPECT_THAT(done.error().hint, HasSubstr("--tls starttls"));
}

TEST(TlsHandshake, SilentHangUpSaysWhatItMayMean) {
  Tls client = Tls::connect(trusting_options()).value();
  ASSERT_TRUE(client.handshake());
  const Error error = client.handshake_cut_off();
  EXPECT_EQ(error.kind, ErrorKind::Tls);
  EXPECT_THAT(error.text, HasSubstr("closed the connection during the TLS handshake"));
  EXPECT_THAT(error.text, HasSubstr("no more connections"));
  EXPECT_THAT(error.hint, HasSubstr("--tls-min 1.0"));
}

TEST(TlsServer, KeyOfAnotherCertificateIsAConfigurationError) {
  test::PemPair pair = test::self_signed(test::good_leaf());
  pair.key = test::self_signed(test::good_leaf()).key;
  const auto context = TlsServerContext::make(identity_of(pair));
  ASSERT_FALSE(context);
  EXPECT_EQ(context.error().kind, ErrorKind::Configuration);
  EXPECT_THAT(context.error().text, Not(HasSubstr("PRIVATE")));
}

TEST(TlsServer, ServesWithAGeneratedIdentity) {
  const auto identity = make_self_signed({"localhost", "127.0.0.1"});
  const auto context = TlsServerContext::make(*identity);
  ASSERT_TRUE(context) << context.error().message();
  EXPECT_EQ(
      handshake_error({.host = "127.0.0.1", .ca_pem = identity->certificate_pem}, *context).text,
      "");
}

}  // namespace
}  // namespace mailhaul::net
