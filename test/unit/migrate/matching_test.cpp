#include <vector>

#include <gtest/gtest.h>

#include <mailhaul/migrate/matching.hpp>

namespace mailhaul::migrate {
namespace {

constexpr Kept kNothing{};
constexpr Kept kDates{.dates = true};
constexpr Kept kOctets{.dates = true, .octets = true};

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
  const Matching matching = match(rows, candidates, kDates);
  ASSERT_EQ(matching.bindings.size(), 1U);
  EXPECT_EQ(matching.bindings[0].row, 2);
  EXPECT_EQ(matching.bindings[0].uid, 31U);
  EXPECT_TRUE(matching.ambiguous.empty());
}

TEST(Matching, RowWithoutMessageIdIsBoundToAMessageThatTheServerGaveOne) {
  const std::vector rows{row(1, 0, 7, 1)};
  const std::vector candidates{candidate(31, 200, 7), candidate(32, 300, 8)};
  const Matching matching = match(rows, candidates, kDates);
  ASSERT_EQ(matching.bindings.size(), 1U);
  EXPECT_EQ(matching.bindings[0].uid, 31U);
}

TEST(Matching, EqualMessagesAreBoundInTheOrderOfTheirUids) {
  const std::vector rows{row(8, 100, 7, 1), row(4, 100, 7, 1)};
  const std::vector candidates{candidate(50, 100, 7), candidate(40, 100, 7)};
  const Matching matching = match(rows, candidates, kDates);
  ASSERT_EQ(matching.bindings.size(), 2U);
  EXPECT_EQ(matching.bindings[0].row, 4);
  EXPECT_EQ(matching.bindings[0].uid, 40U);
}

TEST(Matching, OfTwoEqualRowsOneCanBeFound) {
  const std::vector rows{row(1, 100, 7, 1), row(2, 100, 7, 1)};
  const std::vector candidates{candidate(40, 100, 7)};
  const Matching matching = match(rows, candidates, kDates);
  ASSERT_EQ(matching.bindings.size(), 1U);
  EXPECT_EQ(matching.bindings[0].row, 1);
}

TEST(Matching, RowKnownToBeStoredTakesTheMessageBeforeOneThatMayBe) {
  std::vector rows{row(1, 100, 7, 1), row(2, 100, 7, 1)};
  rows[0].state = journal::State::Unknown;
  rows[1].state = journal::State::Stored;
  const Matching matching = match(rows, std::vector{candidate(40, 100, 7)}, kDates);
  ASSERT_EQ(matching.bindings.size(), 1U);
  EXPECT_EQ(matching.bindings[0].row, 2);
  EXPECT_TRUE(matching.ambiguous.empty());
}

TEST(Matching, AsManyMessagesAsAreStoredLeaveNoneForAnotherRow) {
  std::vector rows{row(1, 100, 7, 1), row(2, 100, 7, 2)};
  rows[0].state = journal::State::Stored;
  rows[1].state = journal::State::Unknown;
  const Matching matching = match(rows, std::vector{candidate(40, 100, 7)}, kDates);
  ASSERT_EQ(matching.bindings.size(), 1U);
  EXPECT_EQ(matching.bindings[0].row, 1);
  EXPECT_TRUE(matching.ambiguous.empty());
}

TEST(Matching, OfTwoDifferentMessagesWithTheSameHeadersNeitherIsGuessed) {
  const std::vector rows{row(1, 100, 7, 1), row(2, 100, 7, 2)};
  const std::vector candidates{candidate(40, 100, 7)};
  const Matching matching = match(rows, candidates, kDates);
  EXPECT_TRUE(matching.bindings.empty());
  EXPECT_EQ(matching.ambiguous, (std::vector<journal::MessageId>{1, 2}));
}

TEST(Matching, TheDateTellsApartWhatTheHeadersDoNot) {
  const std::vector rows{row(1, 100, 7, 1), row(2, 100, 8, 2)};
  const std::vector candidates{candidate(40, 100, 8)};
  const Matching matching = match(rows, candidates, kDates);
  ASSERT_EQ(matching.bindings.size(), 1U);
  EXPECT_EQ(matching.bindings[0].row, 2);
}

TEST(Matching, ACopyThatTheServerMadeDoesNotHideTheMessage) {
  const std::vector rows{row(1, 100, 7, 1)};
  const std::vector candidates{candidate(40, 100, 7), candidate(41, 100, 7)};
  const Matching matching = match(rows, candidates, kDates);
  ASSERT_EQ(matching.bindings.size(), 1U);
  EXPECT_EQ(matching.bindings[0].uid, 40U);
}

TEST(Matching, WithoutDatesSomebodyElsesCopyIsNotTakenForOurs) {
  const std::vector rows{row(1, 100, 7, 1)};
  const std::vector candidates{candidate(40, 100, 900), candidate(41, 100, 901)};
  const Matching matching = match(rows, candidates, kNothing);
  EXPECT_TRUE(matching.bindings.empty());
  EXPECT_EQ(matching.ambiguous, std::vector<journal::MessageId>{1});
}

TEST(Matching, WithoutDatesOneMessageForOneRowIsIt) {
  const std::vector rows{row(1, 100, 7, 1)};
  const std::vector candidates{candidate(40, 100, 900)};
  EXPECT_EQ(match(rows, candidates, kNothing).bindings.size(), 1U);
}

/// As a server that writes headers anew shows it.
Candidate shown(std::uint32_t uid, std::int64_t message_id, std::int64_t date) {
  return {.uid = uid, .internal_date = date, .message_id_hash = message_id, .subject_hash = 66};
}

TEST(Matching, MessageWhoseSubjectTheServerChangedIsKnownByItsMessageId) {
  for (const Kept kept : {kDates, kNothing}) {
    const std::vector rows{row(1, 100, 7, 1), row(2, 200, 7, 2)};
    const std::vector candidates{shown(31, 200, 7), candidate(32, 100, 7)};
    const Matching matching = match(rows, candidates, kept);
    ASSERT_EQ(matching.bindings.size(), 2U);
    EXPECT_EQ(matching.bindings[0].uid, 32U);
    EXPECT_FALSE(matching.bindings[0].shown);
    EXPECT_EQ(matching.bindings[1].uid, 31U);
    ASSERT_TRUE(matching.bindings[1].shown);
    EXPECT_EQ(matching.bindings[1].shown->message_id_hash, 200);
    EXPECT_EQ(matching.bindings[1].shown->subject_hash, 66);
  }
}

TEST(Matching, MessageWhoseHeaderTheServerDoesNotShowIsKnownByItsDate) {
  const std::vector rows{row(1, 100, 7, 1), row(2, 200, 8, 2)};
  const std::vector candidates{shown(31, 0, 8), shown(32, 999, 7)};
  const Matching matching = match(rows, candidates, kDates);
  ASSERT_EQ(matching.bindings.size(), 1U);
  EXPECT_EQ(matching.bindings[0].row, 2);
  EXPECT_EQ(matching.bindings[0].uid, 31U);
}

/// As Exchange does with lines that end with CR alone. Dates that a server may replace tell more
/// than a header that says nothing.
TEST(Matching, StoredRowWithoutAHeaderIsKnownByItsDateWhateverTheServerReadsInIt) {
  for (const Kept kept : {kDates, kNothing}) {
    std::vector rows{row(1, 0, 7, 1), row(2, 200, 8, 2)};
    rows[0].state = rows[1].state = journal::State::Stored;
    const std::vector candidates{shown(31, 999, 7), candidate(32, 0, 8)};
    const Matching matching = match(rows, candidates, kept);
    ASSERT_EQ(matching.bindings.size(), 2U);
    EXPECT_EQ(matching.bindings[0].row, 1);
    EXPECT_EQ(matching.bindings[0].uid, 31U);
    ASSERT_TRUE(matching.bindings[0].shown);
    EXPECT_EQ(matching.bindings[0].shown->message_id_hash, 999);
    EXPECT_EQ(matching.bindings[1].uid, 32U);
    EXPECT_TRUE(matching.ambiguous.empty());
  }
}

TEST(Matching, MessageWithAMessageIdIsNoNamelessOneThatMayNotBeStored) {
  std::vector rows{row(1, 0, 7, 1)};
  const std::vector candidates{shown(31, 999, 7)};
  rows[0].state = journal::State::Unknown;
  EXPECT_TRUE(match(rows, candidates, kDates).bindings.empty());
  rows[0].state = journal::State::Stored;
  EXPECT_TRUE(match(rows, candidates, kOctets).bindings.empty());
  const std::vector more{candidates[0], shown(32, 998, 7)};
  EXPECT_TRUE(match(rows, more, kDates).bindings.empty());
}

TEST(Matching, OfTwoHiddenMessagesOfOneSecondNeitherIsGuessed) {
  const std::vector rows{row(1, 100, 7, 1), row(2, 200, 7, 2)};
  const Matching matching = match(rows, std::vector{shown(31, 0, 7)}, kDates);
  EXPECT_TRUE(matching.bindings.empty());
  EXPECT_EQ(matching.ambiguous, (std::vector<journal::MessageId>{1, 2}));
}

TEST(Matching, WithoutDatesAHiddenMessageIsKnownByItsPlace) {
  std::vector rows{row(1, 100, 7, 1), row(2, 200, 7, 2), row(3, 300, 7, 3)};
  for (journal::MessageRow& each : rows) {
    each.state = journal::State::Stored;
  }
  const std::vector between{candidate(31, 100, 1), shown(35, 0, 1), candidate(39, 300, 1)};
  const Matching found = match(rows, between, kNothing);
  ASSERT_EQ(found.bindings.size(), 3U);
  EXPECT_EQ(found.bindings[2].row, 2);
  EXPECT_EQ(found.bindings[2].uid, 35U);
  const std::vector elsewhere{candidate(31, 100, 1), candidate(39, 300, 1), shown(40, 0, 1)};
  const Matching lost = match(rows, elsewhere, kNothing);
  EXPECT_EQ(lost.bindings.size(), 2U);
  EXPECT_EQ(lost.anonymous, 1U);
}

/// It may not be stored at all, and then the message is somebody else's.
TEST(Matching, WithoutDatesNothingIsSaidByPlaceOfARowThatMayNotBeStored) {
  std::vector rows{row(1, 100, 7, 1)};
  rows[0].state = journal::State::Unknown;
  EXPECT_TRUE(match(rows, std::vector{shown(40, 0, 1)}, kNothing).bindings.empty());
}

/// Behind the second row are more messages than rows.
TEST(Matching, WithoutDatesRowsThatLookAlikeAreKnownByTheirPlace) {
  std::vector rows{row(1, 0, 7, 1), row(2, 200, 7, 2), row(3, 0, 7, 3), row(4, 400, 7, 4)};
  for (journal::MessageRow& each : rows) {
    each.state = journal::State::Stored;
  }
  const std::vector candidates{candidate(31, 0, 1), candidate(32, 200, 1), candidate(33, 0, 1),
                               candidate(34, 0, 1), candidate(35, 0, 1)};
  const Matching matching = match(rows, candidates, kNothing);
  ASSERT_EQ(matching.bindings.size(), 2U);
  EXPECT_EQ(matching.bindings[1].row, 1);
  EXPECT_EQ(matching.bindings[1].uid, 31U);
  EXPECT_EQ(matching.ambiguous, std::vector<journal::MessageId>{3});
}

TEST(Matching, EqualDatesAreNoChanceWhereTheyMayBeReplaced) {
  const std::vector rows{row(1, 100, 7, 1), row(2, 100, 8, 2)};
  const std::vector candidates{candidate(40, 100, 8)};
  const Matching matching = match(rows, candidates, kNothing);
  ASSERT_EQ(matching.bindings.size(), 1U);
  EXPECT_EQ(matching.bindings[0].row, 2);
}

journal::MessageRow unknown_row(journal::MessageId id, std::int64_t message_id,
                                unsigned char content) {
  journal::MessageRow unknown = row(id, message_id, 7, content);
  unknown.state = journal::State::Unknown;
  return unknown;
}

/// With octets that say which message it is.
Candidate examined(Candidate candidate, unsigned char content) {
  candidate.fingerprint.emplace()[0] = content;
  return candidate;
}

TEST(Matching, DateAloneSaysNothingOfARowThatMayNotBeStored) {
  const std::vector rows{unknown_row(1, 100, 1)};
  const std::vector candidates{shown(40, 0, 7)};
  for (const Kept kept : {kDates, kNothing, kOctets}) {
    const Matching matching = match(rows, candidates, kept);
    EXPECT_TRUE(matching.bindings.empty());
    EXPECT_EQ(matching.ambiguous, std::vector<journal::MessageId>{1});
    EXPECT_EQ(matching.unproved.size(), kept.octets ? 1U : 0U);
  }
}

TEST(Matching, MessageThatSharesOnlyItsDateIsNoneOfOursIfItsOctetsDiffer) {
  const std::vector rows{unknown_row(1, 100, 1)};
  const Matching matching = match(rows, std::vector{examined(shown(40, 0, 7), 9)}, kOctets);
  EXPECT_TRUE(matching.bindings.empty());
  EXPECT_TRUE(matching.ambiguous.empty());
}

TEST(Matching, MessageWhoseOctetsAreNotShownMayBeOurs) {
  const std::vector rows{unknown_row(1, 100, 1)};
  const Matching matching = match(rows, std::vector{examined(shown(40, 0, 7), 0)}, kOctets);
  EXPECT_EQ(matching.ambiguous, std::vector<journal::MessageId>{1});
  EXPECT_TRUE(matching.unproved.empty());
}

TEST(Matching, OctetsTellANamelessMessageFromOneOfTheSameSecond) {
  const std::vector rows{unknown_row(1, 0, 1), unknown_row(2, 0, 2)};
  const std::vector candidates{candidate(40, 0, 7), shown(41, 0, 7)};
  EXPECT_EQ(match(rows, candidates, kOctets).unproved, std::vector<std::uint32_t>{40});
  const std::vector examined_ones{examined(candidates[0], 2), candidates[1]};
  const Matching matching = match(rows, examined_ones, kOctets);
  ASSERT_EQ(matching.bindings.size(), 1U);
  EXPECT_EQ(matching.bindings[0].row, 2);
  EXPECT_EQ(matching.bindings[0].uid, 40U);
  EXPECT_EQ(matching.ambiguous, std::vector<journal::MessageId>{1});
  EXPECT_EQ(matching.unproved, std::vector<std::uint32_t>{41});
}

TEST(Matching, NamelessMessageThatTheServerMayHaveChangedIsNotGuessed) {
  const std::vector rows{unknown_row(1, 0, 1)};
  const Matching matching = match(rows, std::vector{examined(candidate(40, 0, 7), 9)}, kOctets);
  EXPECT_TRUE(matching.bindings.empty());
  EXPECT_EQ(matching.ambiguous, std::vector<journal::MessageId>{1});
  EXPECT_TRUE(matching.unproved.empty());
}

TEST(Matching, OfMoreNamelessMessagesThanRowsTheOctetsChoose) {
  std::vector rows{row(1, 0, 7, 1)};
  rows[0].state = journal::State::Stored;
  const std::vector candidates{candidate(40, 0, 7), candidate(41, 0, 7)};
  EXPECT_EQ(match(rows, candidates, kOctets).unproved, (std::vector<std::uint32_t>{40, 41}));
  const Matching matching =
      match(rows, std::vector{examined(candidates[0], 9), examined(candidates[1], 1)}, kOctets);
  ASSERT_EQ(matching.bindings.size(), 1U);
  EXPECT_EQ(matching.bindings[0].uid, 41U);
}

TEST(Matching, AStoredNamelessMessageIsKnownWithoutItsOctets) {
  std::vector rows{row(1, 0, 7, 1)};
  rows[0].state = journal::State::Stored;
  const Matching matching = match(rows, std::vector{candidate(40, 0, 7)}, kOctets);
  EXPECT_EQ(matching.bindings.size(), 1U);
  EXPECT_TRUE(matching.unproved.empty());
}

/// Copies that the server made look alike.
TEST(Matching, OfHiddenMessagesThatDifferNoneIsGuessed) {
  std::vector rows{row(1, 100, 7, 1)};
  rows[0].state = journal::State::Stored;
  Candidate other = shown(41, 0, 7);
  EXPECT_EQ(match(rows, std::vector{shown(40, 0, 7), other}, kDates).bindings.size(), 1U);
  other.subject_hash = 77;
  const Matching matching = match(rows, std::vector{shown(40, 0, 7), other}, kDates);
  EXPECT_TRUE(matching.bindings.empty());
  EXPECT_EQ(matching.ambiguous, std::vector<journal::MessageId>{1});
}

}  // namespace
}  // namespace mailhaul::migrate
