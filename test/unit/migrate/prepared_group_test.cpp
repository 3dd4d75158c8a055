#include "migrate/upload/prepared_group.hpp"

#include "journal_in_dir.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

class PreparedGroupTest : public JournalInDir {
 protected:
  void add(const std::string& name) {
    PreparedMessage message;
    message.head.octets = name.size();
    message.held = name;
    group_.add(std::move(message), intent(name));
  }

  void add_large(const std::string& name) {
    PreparedMessage message;
    message.head.octets = 1'000'000;
    group_.add(std::move(message), intent(name));
  }

  journal::MessageId id_of(const std::string& name) {
    const auto row = *journal_.find(folder_, name);
    return row ? row->id : 0;
  }

  PreparedGroup group_{journal_};
};

TEST_F(PreparedGroupTest, TheJournalHasNothingOfItUntilItIsRecorded) {
  add("a");
  EXPECT_EQ(id_of("a"), 0);
  ASSERT_TRUE(group_.record());
  EXPECT_NE(id_of("a"), 0);
  EXPECT_EQ((*journal_.find(folder_, "a"))->state, journal::State::Intent);
}

TEST_F(PreparedGroupTest, EveryMessageGetsTheRowOfItsName) {
  for (int number = 0; number < 7; ++number) {
    add(std::to_string(number));
  }
  ASSERT_TRUE(group_.record());
  // What another part writes in between has a row of its own.
  ASSERT_TRUE(journal_.put_message(intent("refused")));
  for (int number = 7; number < 40; ++number) {
    add(std::to_string(number));
  }
  ASSERT_TRUE(group_.record());
  ASSERT_TRUE(group_.record());
  const std::vector<PreparedMessage> messages = *group_.take();
  ASSERT_EQ(messages.size(), 40U);
  for (const PreparedMessage& message : messages) {
    EXPECT_EQ(message.head.row, id_of(*message.held));
    EXPECT_NE(message.head.row, 0);
  }
}

TEST_F(PreparedGroupTest, AMessageThatIsSentAgainKeepsItsRow) {
  const journal::MessageId known = *journal_.put_message(intent("12"));
  ASSERT_TRUE(journal_.set_unsent(known));
  for (int number = 0; number < 20; ++number) {
    add(std::to_string(number));
  }
  const std::vector<PreparedMessage> messages = *group_.take();
  EXPECT_EQ(messages[12].head.row, known);
  EXPECT_EQ((*journal_.message(known))->state, journal::State::Intent);
  EXPECT_EQ(messages[13].head.row, id_of("13"));
}

TEST_F(PreparedGroupTest, IsRecordedWhenItIsTakenAndEmptyThen) {
  add("a");
  add("bc");
  EXPECT_EQ(group_.size(), 2U);
  EXPECT_EQ(group_.held_octets(), 3U);
  const std::vector<PreparedMessage> messages = *group_.take();
  EXPECT_NE(messages.at(1).head.row, 0);
  EXPECT_EQ(messages.at(1).head.row, id_of("bc"));
  EXPECT_TRUE(group_.is_empty());
  EXPECT_EQ(group_.held_octets(), 0U);
  EXPECT_TRUE(group_.take()->empty());
}

TEST_F(PreparedGroupTest, ALargeMessageEndsItAndDoesNotCountAsHeld) {
  EXPECT_FALSE(group_.ends_with_large());
  add("a");
  EXPECT_FALSE(group_.ends_with_large());
  add_large("large");
  EXPECT_TRUE(group_.ends_with_large());
  EXPECT_EQ(group_.held_octets(), 1U);
}

}  // namespace
}  // namespace mailhaul::migrate
