/// The rules about the header, each at its limit and one beyond.
#include "content_samples.hpp"

namespace mailhaul::target {
namespace {

using message::Remedy;

class ContentHeaderChecks : public OnExchange {};

INSTANTIATE_TEST_SUITE_P(Profiles, ContentHeaderChecks, testing::ValuesIn(kExchangeProfiles),
                         name_of_profile);

TEST_P(ContentHeaderChecks, AMessageNeedsAHeader) {
  expect_nothing("Subject: a\r\n\r\nb\r\n");
  expect_reason("\r\njust text\r\n", "no-header", Remedy::Wrap);
  expect_reason("just text\r\n", "no-header", Remedy::Wrap);
  expect_reason("\r\n \r\n", "no-header", Remedy::Wrap);
}

TEST_P(ContentHeaderChecks, AMessageDoesNotBeginWithAnMboxSeparator) {
  expect_reason("From a@example.org Sat Jan  1 00:00:00 2000\r\n" + with_fields(""), "mbox-from",
                Remedy::DropMboxFrom);
}

TEST_P(ContentHeaderChecks, AnEmptyLineEndsTheHeader) {
  expect_nothing(kHead + "\r\n");
  expect_reason(kHead, "no-header-end", Remedy::EndHeader);
}

TEST_P(ContentHeaderChecks, AHeaderThatIsTooLongToBeReadIsNotCalledUnended) {
  Bytes fields;
  while (fields.size() < 300'000) {
    fields += "X-A: " + line(900);
  }
  EXPECT_EQ(kinds(judged(with_fields(fields)).reasons), Kinds{});
}

TEST_P(ContentHeaderChecks, Takes12288Recipients) {
  const auto with_recipients = [](int count) {
    Bytes fields = "To: a@x";
    for (int i = 1; i < count - 2; ++i) {
      fields += ",\r\n a@x";
    }
    return with_fields(fields + "\r\nCc: b@x\r\nBcc: c@x\r\n");
  };
  expect_nothing(with_recipients(12'288));
  expect_reason(with_recipients(12'289), "too-many-recipients", Remedy::Wrap);
}

TEST_P(ContentHeaderChecks, Takes40000OctetsOfReferences) {
  const auto with_references = [](std::size_t octets) {
    Bytes body = "";
    while (body.size() < 39'000) {
      body += " <0123456789@example.org>\r\n";
    }
    body += " <" + Bytes(octets - body.size() - 3, 'i') + ">";
    message::Facts facts = facts_of(with_fields("References:" + body + "\r\n"));
    return std::pair(facts.details->references_size, with_fields("References:" + body + "\r\n"));
  };
  const std::size_t counted_besides = with_references(40'000).first - 40'000;
  const auto [at_limit, fitting] = with_references(40'000 - counted_besides);
  const auto [beyond, too_long] = with_references(40'001 - counted_besides);
  ASSERT_EQ(at_limit, 40'000U);
  ASSERT_EQ(beyond, 40'001U);
  EXPECT_EQ(kinds(judged(fitting).reasons), Kinds{});
  EXPECT_EQ(kinds(judged(too_long).reasons), Kinds{"references-too-long"});
  EXPECT_EQ(judged(too_long).repair.remedies, std::vector{Remedy::CutReferences});
}

TEST_P(ContentHeaderChecks, Takes1950OctetsOfOneAddress) {
  const auto with_address = [](std::size_t octets) {
    Bytes address = "\"" + Bytes(400, 'n');
    while (octets - address.size() > 900) {
      address += "\r\n " + Bytes(400, 'n');
    }
    address += "\r\n ";
    address += Bytes(octets - address.size() - 7, 'n') + "\" <a@x>";
    return with_fields("Reply-To: " + address + "\r\n");
  };
  expect_nothing(with_address(1950));
  expect_reason(with_address(1951), "address-too-long", Remedy::CutAddress);
}

TEST_P(ContentHeaderChecks, EncodedWordsNeedAKnownCharset) {
  expect_nothing(with_fields("X-A: =?utf-8?q?=C3=A4?= =?iso-8859-1?b?5A==?=\r\n"));
  expect_reason(with_fields("X-A: =?134?q?a?=\r\n"), "unknown-charset", Remedy::RelabelCharset);
  expect_reason(with_fields("X-A: =?TELETEX?q?a?=\r\n"), "unknown-charset", Remedy::RelabelCharset);
}

TEST_P(ContentHeaderChecks, WordsOfAMessageAreShownWithoutHarm) {
  message::Facts facts = facts_of(with_fields(""));
  facts.details->unknown_charsets = {"x\x1b[2J" + Bytes(50, 'y')};
  const std::vector<Reason> reasons = find_reasons(facts, GetParam());
  ASSERT_EQ(kinds(reasons), Kinds{"unknown-charset"});
  EXPECT_EQ(reasons.front().text.find('\x1b'), std::string::npos);
  EXPECT_LT(reasons.front().text.size(), 120U);
}

TEST_P(ContentHeaderChecks, NotesWhatExchangeMayStumbleOver) {
  expect_note(with_fields("X-A: =?utf-8?b?a?=\r\n"), "malformed-encoded-word");
  expect_note(with_fields("To: \"open <a@x>\r\n"), "open-quote");
  expect_note(with_fields("no field\r\nX-A: 1\r\n"), "malformed-header");
  expect_note(" a\r\n" + with_fields(""), "malformed-header");
  expect_note(with_fields("X-A: \xe4\r\n"), "8bit-header");
  expect_note(with_fields("Return-Receipt-To: a@x\r\n"), "receipt-requested");
}

TEST_P(ContentHeaderChecks, NotesASubjectOfMoreThan255Characters) {
  expect_nothing("Subject: " + Bytes(255, 's') + "\r\n\r\nb\r\n");
  expect_note("Subject: " + Bytes(256, 's') + "\r\n\r\nb\r\n", "subject-cut");
}

}  // namespace
}  // namespace mailhaul::target
