#include <vector>

#include <gtest/gtest.h>

#include <mailhaul/migrate/matching.hpp>

namespace mailhaul::migrate {
namespace {

journal::MessageRow row(journal::MessageId id, std::int64_t message_id, std::int64_t date,
                        unsigned char content) {
  journal::MessageRow row;
  row.id = id;
  row.message_id_hash = message_id;
  row.subject_hash = 5;
  row.internal_date = date;
  row.fingerprint[0] = content;
  return row;
}

Candidate candidate(std::uint32_t uid, std::int64_t message_id, std::int64_t date) {
  return {.uid = uid, .internal_date = date, .message_id_hash = message_id, .subject_hash = 5};
}

TEST(Matching, BindsARowToTheMessageThatAgrees) {
  const std::vector rows{row(1, 100, 7, 1), row(2, 200, 7, 2)};
  const std::vector candidates{candidate(31, 200, 7), candidate(32, 999, 7)};
  const Matching matching = match(rows, candidates, true);
  ASSERT_EQ(matching.bindings.size(), 1U);
  EXPECT_EQ(matching.bindings[0].row, 2);
  EXPECT_EQ(matching.bindings[0].uid, 31U);
  EXPECT_TRUE(matching.ambiguous.empty());
}

TEST(Matching, RowWithoutMessageIdIsBoundToAMessageThatTheServerGaveOne) {
  const std::vector rows{row(1, 0, 7, 1)};
  const std::vector candidates{candidate(31, 200, 7), candidate(32, 300, 8)};
  const Matching matching = match(rows, candidates, true);
  ASSERT_EQ(matching.bindings.size(), 1U);
  EXPECT_EQ(matching.bindings[0].uid, 31U);
}

TEST(Matching, EqualMessagesAreBoundInTheOrderOfTheirUids) {
  const std::vector rows{row(8, 100, 7, 1), row(4, 100, 7, 1)};
  const std::vector candidates{candidate(50, 100, 7), candidate(40, 100, 7)};
  const Matching matching = match(rows, candidates, true);
  ASSERT_EQ(matching.bindings.size(), 2U);
  EXPECT_EQ(matching.bindings[0].row, 4);
  EXPECT_EQ(matching.bindings[0].uid, 40U);
}

TEST(Matching, OfTwoEqualRowsOneCanBeFound) {
  const std::vector rows{row(1, 100, 7, 1), row(2, 100, 7, 1)};
  const std::vector candidates{candidate(40, 100, 7)};
  const Matching matching = match(rows, candidates, true);
  ASSERT_EQ(matching.bindings.size(), 1U);
  EXPECT_EQ(matching.bindings[0].row, 1);
}

TEST(Matching, RowKnownToBeStoredTakesTheMessageBeforeOneThatMayBe) {
  std::vector rows{row(1, 100, 7, 1), row(2, 100, 7, 1)};
  rows[0].state = journal::State::Unknown;
  rows[1].state = journal::State::Stored;
  const Matching matching = match(rows, std::vector{candidate(40, 100, 7)}, true);
  ASSERT_EQ(matching.bindings.size(), 1U);
  EXPECT_EQ(matching.bindings[0].row, 2);
  EXPECT_TRUE(matching.ambiguous.empty());
}

TEST(Matching, AsManyMessagesAsAreStoredLeaveNoneForAnotherRow) {
  std::vector rows{row(1, 100, 7, 1), row(2, 100, 7, 2)};
  rows[0].state = journal::State::Stored;
  rows[1].state = journal::State::Unknown;
  const Matching matching = match(rows, std::vector{candidate(40, 100, 7)}, true);
  ASSERT_EQ(matching.bindings.size(), 1U);
  EXPECT_EQ(matching.bindings[0].row, 1);
  EXPECT_TRUE(matching.ambiguous.empty());
}

TEST(Matching, OfTwoDifferentMessagesWithTheSameHeadersNeitherIsGuessed) {
  const std::vector rows{row(1, 100, 7, 1), row(2, 100, 7, 2)};
  const std::vector candidates{candidate(40, 100, 7)};
  const Matching matching = match(rows, candidates, true);
  EXPECT_TRUE(matching.bindings.empty());
  EXPECT_EQ(matching.ambiguous, (std::vector<journal::MessageId>{1, 2}));
}

TEST(Matching, TheDateTellsApartWhatTheHeadersDoNot) {
  const std::vector rows{row(1, 100, 7, 1), row(2, 100, 8, 2)};
  const std::vector candidates{candidate(40, 100, 8)};
  const Matching matching = match(rows, candidates, true);
  ASSERT_EQ(matching.bindings.size(), 1U);
  EXPECT_EQ(matching.bindings[0].row, 2);
}

TEST(Matching, ACopyThatTheServerMadeDoesNotHideTheMessage) {
  const std::vector rows{row(1, 100, 7, 1)};
  const std::vector candidates{candidate(40, 100, 7), candidate(41, 100, 7)};
  const Matching matching = match(rows, candidates, true);
  ASSERT_EQ(matching.bindings.size(), 1U);
  EXPECT_EQ(matching.bindings[0].uid, 40U);
}

TEST(Matching, WithoutDatesSomebodyElsesCopyIsNotTakenForOurs) {
  const std::vector rows{row(1, 100, 7, 1)};
  const std::vector candidates{candidate(40, 100, 900), candidate(41, 100, 901)};
  const Matching matching = match(rows, candidates, false);
  EXPECT_TRUE(matching.bindings.empty());
  EXPECT_EQ(matching.ambiguous, std::vector<journal::MessageId>{1});
}

TEST(Matching, WithoutDatesOneMessageForOneRowIsIt) {
  const std::vector rows{row(1, 100, 7, 1)};
  const std::vector candidates{candidate(40, 100, 900)};
  EXPECT_EQ(match(rows, candidates, false).bindings.size(), 1U);
}

}  // namespace
}  // namespace mailhaul::migrate
