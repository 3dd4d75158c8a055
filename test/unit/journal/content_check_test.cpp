#include "journal_fixture.hpp"

#include <optional>
#include <string>

namespace mailhaul::journal {
namespace {

using Found = std::optional<std::string>;

class ContentCheckTest : public JournalTest {
 protected:
  /// A stored message with this UID.
  static MessageRow stored(Journal& journal, std::uint32_t uid) {
    MessageRow message = row(sent_folder(journal), "1.M" + std::to_string(uid));
    message.state = State::Stored;
    message.uid = uid;
    return **journal.message(*journal.put_message(message));
  }
};

TEST_F(ContentCheckTest, IsKeptFromRunToRunUntilItIsDropped) {
  MessageRow same;
  {
    Journal journal = open();
    same = stored(journal, 5);
    ASSERT_TRUE(journal.put_content_check(same, "", 300));
    ASSERT_TRUE(journal.put_content_check(stored(journal, 6), "date", 100));
    ASSERT_TRUE(journal.put_content_check(stored(journal, 6), "subject", 200));
  }
  Journal journal = open();
  EXPECT_EQ(*journal.content_check(same), Found(""));
  EXPECT_EQ(*journal.content_check(stored(journal, 6)), Found("subject"));
  EXPECT_EQ(*journal.content_check(stored(journal, 7)), Found());
  EXPECT_EQ(journal.content_progress()->messages, 2U);
  EXPECT_EQ(journal.content_progress()->since, 200);
  ASSERT_TRUE(journal.drop_content_checks());
  EXPECT_EQ(*journal.content_check(same), Found());
  EXPECT_EQ(journal.content_progress()->messages, 0U);
}

TEST_F(ContentCheckTest, SaysNothingOfAnotherPlace) {
  Journal journal = open();
  MessageRow message = stored(journal, 5);
  ASSERT_TRUE(journal.put_content_check(message, "", 1));
  message.uid = 6;
  EXPECT_EQ(*journal.content_check(message), Found());
  message.uid = 5;
  message.mailbox = *journal.put_mailbox({.name = "Archive", .uidvalidity = 7, .low_water = 1});
  EXPECT_EQ(*journal.content_check(message), Found());
}

TEST_F(ContentCheckTest, SaysNothingOfAnotherGeneration) {
  Journal journal = open();
  const MessageRow message = stored(journal, 5);
  ASSERT_TRUE(journal.put_content_check(message, "", 1));
  ASSERT_TRUE(journal.put_mailbox({.name = "Sent Items", .uidvalidity = 8, .low_water = 1}));
  EXPECT_EQ(*journal.content_check(message), Found());
}

TEST_F(ContentCheckTest, GoesWithItsMessage) {
  Journal journal = open();
  const MessageRow forgotten = stored(journal, 5);
  const MessageRow unsent = stored(journal, 6);
  ASSERT_TRUE(journal.put_content_check(forgotten, "", 1));
  ASSERT_TRUE(journal.put_content_check(unsent, "", 1));
  ASSERT_TRUE(journal.forget(forgotten.id));
  EXPECT_EQ(journal.content_progress()->messages, 1U);
  ASSERT_TRUE(journal.set_removed(unsent.id));
  ASSERT_TRUE(journal.forget_unsent());
  EXPECT_EQ(journal.content_progress()->messages, 0U);
}

}  // namespace
}  // namespace mailhaul::journal
