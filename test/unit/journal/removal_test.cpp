#include "support/temp_dir.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/journal/journal.hpp>

namespace mailhaul::journal {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Identity kIdentity{.host = "mail.example", .user = "ada", .maildir = "/home/ada/Maildir"};

class JournalRemovalTest : public testing::Test {
 protected:
  [[nodiscard]] std::string path() const { return dir_ / "ada.db"; }

  Journal open() {
    Result<Journal> journal = Journal::open(path(), kIdentity, "exchange2016");
    EXPECT_TRUE(journal) << journal.error().message();
    return std::move(*journal);
  }

  /// A stored message with flags and a UID.
  static MessageId stored(Journal& journal, std::uint32_t uid) {
    const MailboxId mailbox =
        *journal.put_mailbox({.name = "Sent", .uidvalidity = 7, .low_water = 2, .created = true});
    MessageRow row;
    row.folder = *journal.put_folder(".Sent", mailbox);
    row.mailbox = mailbox;
    row.unique_name = "1.M" + std::to_string(uid);
    row.flags_wanted = flag::kSeen;
    row.flags_set = flag::kSeen;
    row.state = State::Stored;
    row.uid = uid;
    return *journal.put_message(row);
  }

  static MessageRow at(Journal& journal, MessageId id) { return **journal.message(id); }

  test::TempDir dir_;
};

TEST_F(JournalRemovalTest, WhatWasRemovedMayBeSentAgain) {
  Journal journal = open();
  const MessageId id = stored(journal, 5);
  ASSERT_TRUE(journal.set_removing(id));
  EXPECT_EQ(at(journal, id).state, State::Removing);
  EXPECT_EQ(at(journal, id).uid, 5U);
  EXPECT_EQ(journal.counts()->unknown, 1U);
  ASSERT_TRUE(journal.set_removed(id));
  EXPECT_EQ(at(journal, id).state, State::Unsent);
  EXPECT_FALSE(at(journal, id).uid);
  EXPECT_EQ(at(journal, id).flags_set, 0U);
  EXPECT_EQ(at(journal, id).flags_wanted, flag::kSeen);
}

TEST_F(JournalRemovalTest, WhatItsOwnerRemovedIsSentAgainOnlyWhenRestored) {
  Journal journal = open();
  const MessageId id = stored(journal, 5);
  ASSERT_TRUE(journal.set_gone(id));
  EXPECT_EQ(at(journal, id).state, State::Gone);
  EXPECT_EQ(journal.counts()->gone, 1U);
  EXPECT_THAT(*journal.known_uids(1, 1), IsEmpty());
  EXPECT_EQ(*journal.restore_gone(), 1U);
  EXPECT_EQ(at(journal, id).state, State::Unsent);
}

TEST_F(JournalRemovalTest, StoredMessagesComeByUidInPages) {
  Journal journal = open();
  const std::vector ids{stored(journal, 9), stored(journal, 4), stored(journal, 6)};
  ASSERT_TRUE(journal.set_removing(stored(journal, 7)));
  const auto first = journal.stored_above(1, 0, 2);
  ASSERT_TRUE(first && first->size() == 2);
  EXPECT_EQ((*first)[0].id, ids[1]);
  EXPECT_EQ((*first)[1].id, ids[2]);
  const auto rest = journal.stored_above(1, *(*first)[1].uid, 2);
  ASSERT_TRUE(rest && rest->size() == 1);
  EXPECT_EQ((*rest)[0].id, ids[0]);
}

TEST_F(JournalRemovalTest, ForeignMarksOutliveTheRun) {
  {
    Journal journal = open();
    stored(journal, 5);
    ASSERT_TRUE(journal.begin());
    ASSERT_TRUE(journal.add_foreign_mark(1, 44));
    ASSERT_TRUE(journal.add_foreign_mark(1, 3));
    ASSERT_TRUE(journal.add_foreign_mark(1, 44));
    ASSERT_TRUE(journal.commit(1));
  }
  Journal journal = open();
  EXPECT_THAT(*journal.foreign_marks(1), ElementsAre(3U, 44U));
  ASSERT_TRUE(journal.drop_foreign_marks(1));
  EXPECT_THAT(*journal.foreign_marks(1), IsEmpty());
}

TEST_F(JournalRemovalTest, ForgottenMailboxIsNotOursAnyMore) {
  Journal journal = open();
  stored(journal, 5);
  ASSERT_TRUE(journal.forget_mailbox(1));
  const MailboxRow row = journal.mailboxes()->at(0);
  EXPECT_FALSE(row.created);
  EXPECT_EQ(row.uidvalidity, 0U);
}

TEST_F(JournalRemovalTest, ExistingJournalOpensForWhateverMoveItIs) {
  EXPECT_EQ(Journal::open_existing(path(), false).error().kind, ErrorKind::Journal);
  {
    Journal journal = open();
  }
  {
    Result<Journal> journal = Journal::open_existing(path(), false);
    ASSERT_TRUE(journal) << journal.error().message();
    EXPECT_EQ(journal->identity().user, "ada");
    stored(*journal, 5);
  }
  {
    Result<Journal> trial = Journal::open_existing(path(), true);
    ASSERT_TRUE(trial) << trial.error().message();
    ASSERT_TRUE(trial->set_gone(1));
  }
  EXPECT_EQ(open().counts()->stored, 1U);
}

}  // namespace
}  // namespace mailhaul::journal
