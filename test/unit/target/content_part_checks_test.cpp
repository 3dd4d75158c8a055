/// The rules about MIME parts, each at its limit and one beyond.
#include "content_samples.hpp"

namespace mailhaul::target {
namespace {

using message::Remedy;

class ContentPartChecks : public OnExchange {};

INSTANTIATE_TEST_SUITE_P(Profiles, ContentPartChecks, testing::ValuesIn(kExchangeProfiles),
                         name_of_profile);

/// A message inside a message inside … : so many of them, not counting the outermost.
Bytes forwarded(int times) {
  Bytes wire;
  for (int i = 0; i < times; ++i) {
    wire += "Content-Type: message/rfc822\r\n\r\n";
  }
  return wire + with_fields("");
}

Bytes base64_part(const std::string& body) {
  return with_body("").substr(0, kHead.size()) + "Content-Transfer-Encoding: base64\r\n\r\n" + body;
}

TEST_P(ContentPartChecks, Takes250Parts) {
  const std::vector<Bytes> parts(250, "Content-Type: text/plain\r\n\r\nx");
  expect_nothing(multipart("mixed", {parts.begin(), parts.begin() + 249}));
  expect_reason(multipart("mixed", parts), "too-many-parts", Remedy::Wrap);
}

TEST_P(ContentPartChecks, SaysWhenThereAreMorePartsThanWereCounted) {
  const Judgement judgement = judged(multipart("mixed", std::vector<Bytes>(1500, "\r\nx")));
  ASSERT_EQ(kinds(judgement.reasons), Kinds{"too-many-parts"});
  EXPECT_EQ(judgement.reasons.front().text, "it has more than 1000 MIME parts; Exchange takes 250");
}

TEST_P(ContentPartChecks, Takes30MessagesInOneAnother) {
  expect_nothing(forwarded(30));
  expect_reason(forwarded(31), "too-deep", Remedy::Wrap);
}

TEST_P(ContentPartChecks, WrapsWhatIsNestedDeeperThanItWasMapped) {
  Bytes wire = kHead;
  for (int i = 0; i < 210; ++i) {
    const std::string boundary = "b" + std::to_string(i);
    wire +=
        "Content-Type: multipart/mixed; boundary=" + boundary + "\r\n\r\n--" + boundary + "\r\n";
  }
  const Judgement judgement = judged(wire + "\r\nx\r\n");
  EXPECT_EQ(kinds(judgement.reasons), Kinds{"too-deep"});
  EXPECT_EQ(judgement.handling, Handling::Wrap);
}

TEST_P(ContentPartChecks, TakesAFileNameOf255Characters) {
  const auto named = [](std::size_t length) {
    return multipart("mixed", {"Content-Type: a/b; name=\"" + Bytes(length, 'n') + "\"\r\n\r\nx"});
  };
  expect_nothing(named(255));
  expect_reason(named(256), "file-name-too-long", Remedy::CutFileName);
}

TEST_P(ContentPartChecks, PartsHaveToDecode) {
  expect_nothing(base64_part("YWJj\r\n"));
  expect_reason(base64_part("YWJ\r\n"), "undecodable-part", Remedy::ReencodePart);
  expect_reason(kHead + "Content-Transfer-Encoding: quoted-printable\r\n\r\na=b\r\n",
                "undecodable-part", Remedy::ReencodePart);
}

TEST_P(ContentPartChecks, APartThatLosesContentByRepairIsWrapped) {
  expect_reason(base64_part("YWI=\r\n-- \r\nlist footer\r\n"), "undecodable-part", Remedy::Wrap);
}

TEST_P(ContentPartChecks, ATenthOfAPartHasToComeOut) {
  message::Facts facts = facts_of(base64_part("YWJj\r\n"));
  facts.parts->parts.front().decodability = {.encoded_size = 1000, .decoded_size = 100};
  EXPECT_TRUE(judge(facts, GetParam()).reasons.empty());
  facts.parts->parts.front().decodability = {.encoded_size = 1000, .decoded_size = 99};
  const Judgement judgement = judge(facts, GetParam());
  EXPECT_EQ(kinds(judgement.reasons), Kinds{"undecodable-part"});
  EXPECT_EQ(judgement.handling, Handling::Wrap);
}

TEST_P(ContentPartChecks, EncodedWordsOfAMessageInsideHaveToDecode) {
  const std::string bad = "X-A: =?utf-8?b?a?=\r\n";
  expect_reason("Content-Type: message/rfc822\r\n\r\n" + with_fields(bad),
                "bad-encoded-word-inside", Remedy::RelabelCharset);
  expect_nothing(multipart("mixed", {bad + "\r\nx"}));
}

TEST_P(ContentPartChecks, KnowsTheKindsThatExchangeRefuses) {
  expect_reason(multipart("appledouble", {"\r\nx"}), "appledouble", Remedy::AppleDoubleAsMixed);
  expect_reason(multipart("report; report-type=disposition-notification", {"\r\nx"}), "read-report",
                Remedy::ReportAsMixed);
  expect_nothing(multipart("report; report-type=delivery-status", {"\r\nx"}));
  expect_reason(with_fields("Content-Type: text/calendar; method=REPLY\r\n"), "calendar-reply",
                Remedy::CalendarAsAttachment);
  expect_nothing(with_fields("Content-Type: text/calendar; method=REQUEST\r\n"));
}

TEST_P(ContentPartChecks, Notes8BitTextThatIsNotDeclared) {
  const auto part = [](const Bytes& header, const Bytes& body) {
    return multipart("mixed", {header + "\r\n" + body});
  };
  expect_note(part("", "gr\xfc\xdf"), "undeclared-8bit");
  expect_note(part("Content-Transfer-Encoding: 7bit\r\n", "gr\xfc\xdf"), "undeclared-8bit");
  expect_nothing(part("Content-Transfer-Encoding: 8BIT\r\n", "gr\xfc\xdf"));
  expect_nothing(part("Content-Transfer-Encoding: binary\r\n", "gr\xfc\xdf"));
  expect_nothing(part("", "gruess"));
}

TEST_P(ContentPartChecks, NotesAnUnknownTransferEncoding) {
  const Judgement judgement = judged(with_fields("Content-Transfer-Encoding: x-uue\r\n"));
  EXPECT_EQ(judgement.handling, Handling::AsIs);
  EXPECT_EQ(kinds(judgement.notes), Kinds{"unknown-transfer-encoding"});
}

}  // namespace
}  // namespace mailhaul::target
