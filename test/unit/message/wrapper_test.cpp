#include "message/transfer_coder.hpp"

#include <string>

#include <gtest/gtest.h>

#include <mailhaul/message/examine.hpp>
#include <mailhaul/message/rewriter.hpp>

namespace mailhaul::message {
namespace {

using namespace std::string_literals;

const Bytes kOriginal =
    "From: A <a@example.org>\r\nTo: b@example.org,\r\n c@example.org\r\n"
    "Date: Sat, 1 Jan 2000 00:00:00 +0000\r\nSubject: =?utf-8?q?=C3=A4?= b\r\n"
    "Message-ID: <1@example.org>\r\nContent-Type: multipart/signed; boundary=s\r\n\r\n"
    "--s\r\n\r\n\0"s +
    std::string(20'000, 'x') + "\r\n--s--\r\n";

Bytes wrapped(const Bytes& original) {
  return rewrite(*make_wrapper(examine(original, kAllFacts)), original);
}

/// The decoded attachment of a wrapped message.
Bytes attachment_of(const Bytes& wrapping) {
  const PartMap map = map_parts(wrapping);
  EXPECT_EQ(map.parts.size(), 3U);
  Bytes decoded;
  Base64Decoder().update(
      ByteView(wrapping).substr(map.parts.back().body.begin, map.parts.back().body.size()),
      decoded);
  return decoded;
}

TEST(Wrapper, AttachesTheOriginalOctetForOctet) {
  EXPECT_EQ(attachment_of(wrapped(kOriginal)), kOriginal);
}

TEST(Wrapper, KeepsWhatIdentifiesTheMessage) {
  const Bytes copy = wrapped(kOriginal);
  const Facts facts = examine(copy, kAllFacts);
  const Facts original = examine(kOriginal, kAllFacts);
  EXPECT_EQ(facts.identity.message_id_hash, original.identity.message_id_hash);
  EXPECT_EQ(facts.identity.date_subject_hash, original.identity.date_subject_hash);
  EXPECT_TRUE(
      copy.starts_with("From: A <a@example.org>\r\nTo: b@example.org,\r\n c@example.org\r\n"));
}

TEST(Wrapper, MakesAMessageThatNeedsNoRepair) {
  const Bytes bad = "From: \"" + std::string(5000, 'n') +
                    "\" <a@x>\r\nTo: =?134?q?a?= <\0b@x>\r\nSubject: "s +
                    std::string(5000, '\xe4') + "\r\nMessage-ID: <" + std::string(5000, 'i') +
                    "@x>\r\n\r\n" + std::string(50'000, '\0');
  const Bytes copy = wrapped(bad);
  const Facts facts = examine(copy, kAllFacts);
  const auto plan = plan_repair(facts, {.line = 998,
                                        .references = 40'000,
                                        .address = 1950,
                                        .file_name = 255,
                                        .nuls = true,
                                        .transfer_encodings = true,
                                        .encoded_words = true,
                                        .header_end = true});
  ASSERT_TRUE(plan);
  EXPECT_TRUE(plan->is_empty());
  EXPECT_FALSE(facts.has_8bit_header);
  EXPECT_EQ(attachment_of(copy), bad);
}

TEST(Wrapper, EncodesAnUnencodedDisplayName) {
  const Bytes copy = wrapped("From: \"M\xfcller\" <m@x>\r\nTo: \xe4@x, b@x\r\n\r\nx");
  EXPECT_TRUE(copy.starts_with("From: =?UTF-8?B?TcO8bGxlcg==?=\r\n <m@x>\r\nTo: b@x\r\n"))
      << copy.substr(0, 100);
}

TEST(Wrapper, WrapsAMessageWithoutHeader) {
  for (const Bytes& original : {"no header at all"s, ""s, "\r\nbody"s}) {
    EXPECT_EQ(attachment_of(wrapped(original)), original);
  }
}

TEST(Wrapper, GivesTheSameCopyHoweverTheOriginalIsCut) {
  const Bytes whole = wrapped(kOriginal);
  const Facts facts = examine(kOriginal, kAllFacts);
  for (const std::size_t piece : {1U, 57U, 100U, 300U, 4096U}) {
    const auto wrapper = make_wrapper(facts);
    Bytes copy;
    for (std::size_t at = 0; at < kOriginal.size(); at += piece) {
      wrapper->update(ByteView(kOriginal).substr(at, piece), copy);
    }
    wrapper->finish(copy);
    ASSERT_EQ(copy, whole) << piece;
  }
}

}  // namespace
}  // namespace mailhaul::message
