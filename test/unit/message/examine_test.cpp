#include <string>

#include <gtest/gtest.h>

#include <mailhaul/base/limits.hpp>
#include <mailhaul/message/examine.hpp>

namespace mailhaul::message {
namespace {

using namespace std::string_literals;

const Bytes kMessage =
    "Message-ID: <1@example.org>\r\nSubject: =?134?q?x?=\r\nX-A: 1\r\n\r\n"
    "a line\r\n\0and a longer line\r\n"s;

TEST(Examine, FindsTheFactsThatEveryTargetNeeds) {
  const Facts facts = examine(kMessage, {});
  EXPECT_EQ(facts.wire_size, kMessage.size());
  EXPECT_EQ(facts.fingerprint, fingerprint_of(kMessage));
  EXPECT_EQ(facts.substance, Substance::Something);
  EXPECT_EQ(facts.stored_form, StoredForm::Plain);
  EXPECT_EQ(facts.nul_count, 1U);
  EXPECT_EQ(facts.identity.message_id, "<1@example.org>");
  EXPECT_EQ(facts.field_count, 3U);
  EXPECT_TRUE(facts.has_header_end);
  EXPECT_EQ(facts.header_size, kMessage.find("a line"));
  EXPECT_FALSE(facts.starts_with_mbox_from);
  EXPECT_FALSE(facts.has_8bit_header);
  EXPECT_FALSE(facts.is_header_truncated);
}

TEST(Examine, LeavesOutWhatIsNotAskedFor) {
  const Facts facts = examine(kMessage, {});
  EXPECT_EQ(facts.longest_line, 0U);
  EXPECT_FALSE(facts.details);
  EXPECT_FALSE(facts.parts);
}

TEST(Examine, FindsWhatIsAskedFor) {
  const Facts facts = examine(kMessage, kAllFacts);
  EXPECT_EQ(facts.longest_line, 27U);
  ASSERT_TRUE(facts.details);
  EXPECT_EQ(facts.details->unknown_charsets.size(), 1U);
  EXPECT_EQ(facts.details->x_names.size(), 1U);
  ASSERT_TRUE(facts.parts);
  EXPECT_EQ(facts.parts->parts.front().nul_count, 1U);
}

TEST(Examine, GivesTheSameFactsHoweverTheMessageIsCut) {
  const Facts whole = examine(kMessage, kAllFacts);
  Examiner examiner(kAllFacts);
  for (std::size_t cut = 0; cut <= kMessage.size(); ++cut) {
    examiner.update(ByteView(kMessage).substr(0, cut));
    examiner.update(ByteView(kMessage).substr(cut));
    const Facts facts = examiner.finish();
    EXPECT_EQ(facts.fingerprint, whole.fingerprint) << cut;
    EXPECT_EQ(facts.identity.message_id_hash, whole.identity.message_id_hash) << cut;
    EXPECT_EQ(facts.identity.date_subject_hash, whole.identity.date_subject_hash) << cut;
    EXPECT_EQ(facts.header_size, whole.header_size) << cut;
    EXPECT_EQ(facts.longest_line, whole.longest_line) << cut;
    EXPECT_EQ(facts.nul_count, whole.nul_count) << cut;
    EXPECT_EQ(facts.parts->parts[0].body, whole.parts->parts[0].body) << cut;
  }
}

TEST(Examine, KeepsNothingFromTheMessageBefore) {
  Examiner examiner(kAllFacts);
  examiner.update("\x1f\x8bgzip\r\nFrom x\0\r\n"s + std::string(500, 'l'));
  EXPECT_EQ(examiner.finish().stored_form, StoredForm::Gzip);
  examiner.update(kMessage);
  const Facts facts = examiner.finish();
  EXPECT_EQ(facts.wire_size, kMessage.size());
  EXPECT_EQ(facts.fingerprint, fingerprint_of(kMessage));
  EXPECT_EQ(facts.stored_form, StoredForm::Plain);
  EXPECT_EQ(facts.longest_line, 27U);
  EXPECT_EQ(facts.malformed_lines, 0U);
}

TEST(Examine, KnowsAMessageWithoutSubstance) {
  EXPECT_EQ(examine("", {}).substance, Substance::Nothing);
  EXPECT_EQ(examine("\0\0\0"s, {}).substance, Substance::NulsOnly);
  EXPECT_EQ(examine(" \r\n\t\r\n", {}).substance, Substance::BlanksOnly);
  EXPECT_EQ(examine("\0 \0"s, {}).substance, Substance::Something);
  EXPECT_EQ(examine("\0x"s, {}).substance, Substance::Something);
  EXPECT_EQ(examine("\r\nx", {}).substance, Substance::Something);
}

TEST(Examine, JudgesSubstanceOverAllPieces) {
  Examiner examiner({});
  examiner.update("\0"s);
  examiner.update(" ");
  EXPECT_EQ(examiner.finish().substance, Substance::Something);
  examiner.update(" ");
  examiner.update("");
  examiner.update("\r\n");
  EXPECT_EQ(examiner.finish().substance, Substance::BlanksOnly);
}

TEST(Examine, SeesAnMboxLineAndA8bitHeader) {
  const Facts facts = examine("From a@x Mon Jan  1 00:00:00 2024\r\nSubject: \xe4\r\n\r\n", {});
  EXPECT_TRUE(facts.starts_with_mbox_from);
  EXPECT_TRUE(facts.has_8bit_header);
  EXPECT_EQ(facts.malformed_lines, 1U);
}

TEST(Examine, LooksFor8bitInTheHeaderOnly) {
  EXPECT_FALSE(examine("Subject: a\r\n\r\n\xe4", {}).has_8bit_header);
}

TEST(Examine, TakesAMessageWithoutEmptyLineAsAllHeader) {
  const Facts facts = examine("Subject: a\r\nDate: b\r\n", {});
  EXPECT_FALSE(facts.has_header_end);
  EXPECT_EQ(facts.field_count, 2U);
  EXPECT_EQ(facts.header_size, 21U);
}

TEST(Examine, SaysThatAHeaderWasNotReadToItsEnd) {
  const Bytes wire =
      "Subject: a\r\nX: " + std::string(limits::kHeaderBlock, 'x') + "\r\nDate: b\r\n\r\n";
  const Facts facts = examine(wire, {});
  EXPECT_TRUE(facts.is_header_truncated);
  EXPECT_EQ(facts.identity.subject, "a");
  EXPECT_EQ(facts.wire_size, wire.size());
  EXPECT_EQ(facts.fingerprint, fingerprint_of(wire));
}

TEST(Examine, FindsNoFieldInAFileThatIsNoMessage) {
  EXPECT_EQ(examine("just text\r\nand more\r\n\r\nA: b\r\n", {}).field_count, 0U);
}

}  // namespace
}  // namespace mailhaul::message
