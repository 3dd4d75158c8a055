/// Lines and NUL, at the limit and one beyond.
#include "content_samples.hpp"

namespace mailhaul::target {
namespace {

using namespace std::string_literals;
using message::Remedy;

class ContentLineChecks : public OnExchange {};

INSTANTIATE_TEST_SUITE_P(Profiles, ContentLineChecks, testing::ValuesIn(kExchangeProfiles),
                         name_of_profile);

TEST_P(ContentLineChecks, TakesABodyLineOf9900Octets) {
  expect_note(with_body(line(9900)), "long-line");
  expect_reason(with_body(line(9901)), "line-too-long", Remedy::ReencodePart);
  EXPECT_TRUE(judged(with_body(line(9901))).notes.empty());
}

TEST_P(ContentLineChecks, TakesAHeaderLineOf9900Octets) {
  expect_note(with_fields("X-A: " + line(9895)), "long-line");
  expect_reason(with_fields("X-A: " + line(9896)), "header-line-too-long", Remedy::FoldHeader);
}

TEST_P(ContentLineChecks, TakesAPreambleLineOf9900OctetsAndWrapsALongerOne) {
  const Bytes part = "Content-Type: text/plain\r\n\r\nx";
  expect_note(multipart("mixed", {part}, line(9900)), "long-line");
  expect_reason(multipart("mixed", {part}, line(9901)), "line-too-long", Remedy::Wrap);
}

TEST_P(ContentLineChecks, ALongPreambleLineForbidsTheRepairOfALongBodyLine) {
  const Bytes part = "Content-Type: text/plain\r\n\r\n" + line(12'000);
  expect_reason(multipart("mixed", {part}), "line-too-long", Remedy::ReencodePart);
  expect_reason(multipart("mixed", {part}, line(11'000)), "line-too-long", Remedy::Wrap);
}

TEST_P(ContentLineChecks, TellsLongLinesOfHeaderAndBodyApart) {
  const Judgement judgement = judged(kHead + "X-A: " + line(20'000) + "\r\n" + line(10'000));
  EXPECT_EQ(kinds(judgement.reasons), (Kinds{"line-too-long", "header-line-too-long"}));
  EXPECT_NE(judgement.reasons.front().text.find("10000 octets"), std::string::npos);
  EXPECT_EQ(judgement.handling, Handling::Repair);
}

TEST_P(ContentLineChecks, TheStandardAllows998Octets) {
  EXPECT_TRUE(judged(with_body(line(998))).notes.empty());
  expect_note(with_body(line(999)), "long-line");
}

TEST_P(ContentLineChecks, LineEndsThatWereConvertedTwiceAreTold) {
  expect_note(with_body("one\r\r\ntwo\r\n"), "doubled-cr");
  EXPECT_TRUE(judged(with_body("one\rtwo\r\n")).notes.empty());
}

TEST_P(ContentLineChecks, NulIsEncodedInAPartAndBlankedElsewhere) {
  expect_reason(with_body("a\0b\r\n"s), "nul", Remedy::ReencodePart);
  expect_reason(with_fields("X-A: a\0b\r\n"s), "nul", Remedy::BlankNul);
  expect_reason(multipart("mixed", {"\r\nx"}, "\0"s), "nul", Remedy::BlankNul);
}

TEST(ContentLines, APlainServerIsToldOnlyWhatCostsNothing) {
  const Bytes wire = with_body("a\0b\r\n"s + line(100'000));
  const Judgement judgement =
      judge(message::examine(wire, facts_needed(Profile::Imap)), Profile::Imap);
  EXPECT_EQ(judgement.handling, Handling::AsIs);
  EXPECT_EQ(kinds(judgement.reasons), Kinds{});
  EXPECT_EQ(kinds(judgement.notes), Kinds{"nul"});
}

}  // namespace
}  // namespace mailhaul::target
