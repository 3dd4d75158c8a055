#include "migrate/delta/adoption_match.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

namespace mailhaul::migrate {

void PrintTo(const Adoption& adoption, std::ostream* out) {
  *out << adoption.row << " is UID " << adoption.message.uid;
}

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

journal::MessageRow row(journal::MessageId id, std::int64_t message_id, std::int64_t date,
                        unsigned char content) {
  journal::MessageRow row;
  row.id = id;
  row.message_id_hash = message_id;
  row.subject_hash = 50;
  row.internal_date = date;
  row.fingerprint.fill(content);
  return row;
}

ServerMessage message(std::uint32_t uid, std::int64_t message_id, std::int64_t date) {
  return {.uid = uid, .internal_date = date, .message_id_hash = message_id, .subject_hash = 50};
}

std::vector<std::pair<journal::MessageId, std::uint32_t>> adopted(const AdoptionMatch& match) {
  std::vector<std::pair<journal::MessageId, std::uint32_t>> pairs;
  for (const Adoption& adoption : match.adopted) {
    pairs.emplace_back(adoption.row, adoption.message.uid);
  }
  return pairs;
}

AdoptionMatch match(const std::vector<journal::MessageRow>& rows,
                    const std::vector<ServerMessage>& messages) {
  return match_for_adoption(rows, messages);
}

using Pair = std::pair<journal::MessageId, std::uint32_t>;

TEST(AdoptionMatch, DateOfTheServerDoesNotMatterForOneMessage) {
  EXPECT_THAT(adopted(match({row(1, 7, 100, 1)}, {message(9, 7, 555)})), ElementsAre(Pair(1, 9U)));
}

TEST(AdoptionMatch, AnotherMessageIdIsAnotherMessage) {
  EXPECT_THAT(adopted(match({row(1, 7, 100, 1)}, {message(9, 8, 100)})), IsEmpty());
}

TEST(AdoptionMatch, AnotherSubjectIsAnotherMessage) {
  ServerMessage other = message(9, 7, 100);
  other.subject_hash = 51;
  EXPECT_THAT(adopted(match({row(1, 7, 100, 1)}, {other})), IsEmpty());
}

TEST(AdoptionMatch, DateDecidesBetweenTwoWithTheSameMessageId) {
  EXPECT_THAT(adopted(match({row(1, 7, 100, 1), row(2, 7, 200, 2)},
                            {message(9, 7, 200), message(10, 7, 100)})),
              ElementsAre(Pair(1, 10U), Pair(2, 9U)));
}

TEST(AdoptionMatch, TwoOfTheSourceNeverBecomeOne) {
  const auto equal = match({row(1, 7, 100, 1), row(2, 7, 100, 1)}, {message(9, 7, 100)});
  EXPECT_THAT(adopted(equal), ElementsAre(Pair(1, 9U)));
  EXPECT_THAT(equal.ambiguous, IsEmpty());
}

TEST(AdoptionMatch, OneOfTwoWithDifferentContentsIsNotGuessed) {
  const auto match_of_two = match({row(1, 7, 100, 1), row(2, 7, 200, 2)}, {message(9, 7, 555)});
  EXPECT_THAT(adopted(match_of_two), IsEmpty());
  EXPECT_THAT(match_of_two.ambiguous, ElementsAre(1, 2));
}

TEST(AdoptionMatch, WithoutMessageIdTheDateMustAgree) {
  EXPECT_THAT(adopted(match({row(1, 0, 100, 1)}, {message(9, 0, 555)})), IsEmpty());
  EXPECT_THAT(adopted(match({row(1, 0, 100, 1)}, {message(9, 0, 100)})), ElementsAre(Pair(1, 9U)));
  // The server gave it a Message-ID of its own.
  EXPECT_THAT(adopted(match({row(1, 0, 100, 1)}, {message(9, 77, 100)})), ElementsAre(Pair(1, 9U)));
}

}  // namespace
}  // namespace mailhaul::migrate
