#include "journal/database.hpp"
#include "journal_fixture.hpp"

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <mailhaul/base/unique_fd.hpp>
#include <mailhaul/journal/journal.hpp>

namespace mailhaul::journal {
namespace {

TEST_F(JournalTest, KeepsEveryFieldOfAMessageAcrossRuns) {
  {
    Journal journal = open();
    EXPECT_TRUE(journal.is_new());
    ASSERT_TRUE(journal.begin());
    ASSERT_TRUE(journal.put_message(row(sent_folder(journal), "1.M2\xff.h")));
    ASSERT_TRUE(journal.commit(99));
  }
  Journal journal = open();
  EXPECT_FALSE(journal.is_new());
  EXPECT_EQ(journal.last_write(), 99);
  const Result<std::optional<MessageRow>> found = journal.find(1, "1.M2\xff.h");
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->fingerprint[0], 0xff);
  EXPECT_EQ((*found)->wire_size, 1234U);
  EXPECT_EQ((*found)->internal_date, -1);
  EXPECT_EQ((*found)->message_id_hash, -0x123456789abcdef);
  EXPECT_EQ((*found)->flags_wanted, flag::kSeen | flag::kFlagged);
  EXPECT_EQ((*found)->state, State::Intent);
  EXPECT_FALSE((*found)->uid.has_value());
}

TEST_F(JournalTest, AnIntentWithoutOutcomeIsUnknownInTheNextRun) {
  {
    Journal journal = open();
    ASSERT_TRUE(journal.begin());
    ASSERT_TRUE(journal.put_message(row(sent_folder(journal), "1.a.h")));
    ASSERT_TRUE(journal.commit(1));
  }
  Journal journal = open();
  EXPECT_EQ(*journal.settle_intents(2), 1U);
  EXPECT_EQ((*journal.find(1, "1.a.h"))->state, State::Unknown);
}

/// The run that finds them may end before it writes anything else.
TEST_F(JournalTest, IntentsWithoutOutcomeCountAsAWriteWhenTheyAreFound) {
  {
    Journal journal = open();
    ASSERT_TRUE(journal.begin());
    ASSERT_TRUE(journal.put_message(row(sent_folder(journal), "1.a.h")));
    ASSERT_TRUE(journal.commit(1));
  }
  EXPECT_EQ(*open().settle_intents(50), 1U);
  EXPECT_EQ(open().last_write(), 50);
  EXPECT_EQ(*open().settle_intents(99), 0U);
  EXPECT_EQ(open().last_write(), 50);
}

TEST_F(JournalTest, WhatIsNotCommittedIsNotThere) {
  {
    Journal journal = open();
    ASSERT_TRUE(journal.begin());
    ASSERT_TRUE(journal.put_message(row(sent_folder(journal), "1.a.h")));
  }
  Journal journal = open();
  EXPECT_FALSE(journal.find(1, "1.a.h")->has_value());
}

TEST_F(JournalTest, KeepsTheRowIdWhenAMessageIsSentAgain) {
  Journal journal = open();
  const FolderId folder = sent_folder(journal);
  const MessageId first = *journal.put_message(row(folder, "1.a.h"));
  EXPECT_EQ(journal.reason(first)->kind, "");
  ASSERT_TRUE(journal.set_refused(
      first, {.kind = "too-big", .text = "over the limit", .subject = "Photos"}));
  EXPECT_EQ(journal.open_matters(10)->at(0).reason.kind, "too-big");
  EXPECT_EQ(journal.open_matters(10)->at(0).reason.subject, "Photos");
  EXPECT_EQ(journal.reason(first)->subject, "Photos");
  EXPECT_EQ(*journal.put_message(row(folder, "1.a.h")), first);
}

TEST_F(JournalTest, StoredMessagesWithFlagsToSetAreListedOnlyOnceTheyHaveAUid) {
  Journal journal = open();
  const FolderId folder = sent_folder(journal);
  const MessageId id = *journal.put_message(row(folder, "1.a.h"));
  ASSERT_TRUE(journal.set_stored(id, std::nullopt, flag::kSeen));
  EXPECT_TRUE(journal.flags_to_set(1)->empty());
  EXPECT_EQ(journal.stored_without_uid(1)->size(), 1U);
  EXPECT_EQ(*journal.mailboxes_without_uids(), std::vector<MailboxId>{1});
  ASSERT_TRUE(journal.set_uid(id, 40));
  EXPECT_TRUE(journal.mailboxes_without_uids()->empty());
  EXPECT_EQ(journal.flags_to_set(1)->at(0).uid, 40U);
  ASSERT_TRUE(journal.set_flags(id, flag::kSeen | flag::kFlagged, flag::kSeen | flag::kFlagged));
  EXPECT_TRUE(journal.flags_to_set(1)->empty());
  EXPECT_EQ(*journal.known_uids(1, 1), std::vector<std::uint32_t>{40});
}

TEST_F(JournalTest, AUidThatTheServerGaveOutTwiceIsOfTheMessageThatGotItLast) {
  Journal journal = open();
  const FolderId folder = sent_folder(journal);
  const MessageId first = *journal.put_message(row(folder, "1.a.h"));
  const MessageId second = *journal.put_message(row(folder, "1.b.h"));
  const MessageId third = *journal.put_message(row(folder, "1.c.h"));
  ASSERT_TRUE(journal.set_stored(first, 5, 0));
  ASSERT_TRUE(journal.set_stored(second, 5, 0));
  EXPECT_EQ((*journal.message(first))->uid, std::nullopt);
  EXPECT_EQ((*journal.message(first))->state, State::Stored);
  EXPECT_EQ((*journal.message(second))->uid, 5U);
  ASSERT_TRUE(journal.set_stored(third, 6, 0));
  ASSERT_TRUE(journal.set_uid(third, 5));
  EXPECT_EQ((*journal.message(second))->uid, std::nullopt);
  ASSERT_TRUE(journal.set_place(first, 1, 5));
  EXPECT_EQ((*journal.message(third))->uid, std::nullopt);
}

TEST_F(JournalTest, RefusesTheJournalOfAnotherMove) {
  open();
  Identity other = kIdentity;
  other.user = "eve";
  const Result<Journal> journal = Journal::open(path(), other, "exchange2016");
  ASSERT_FALSE(journal.has_value());
  EXPECT_EQ(journal.error().kind, ErrorKind::Journal);
  EXPECT_NE(journal.error().text.find("ada"), std::string::npos);
  EXPECT_FALSE(journal.error().hint.empty());
}

TEST_F(JournalTest, RefusesANewerVersionAndLeavesItAsItIs) {
  open();
  ASSERT_TRUE(Database::open(path(), OpenMode::ReadWrite)->execute("PRAGMA user_version=99"));
  const Result<Journal> journal = Journal::open(path(), kIdentity, "exchange2016");
  ASSERT_FALSE(journal.has_value());
  EXPECT_NE(journal.error().text.find("newer mailhaul"), std::string::npos);
  EXPECT_EQ(*Database::open(path(), OpenMode::ReadWrite)->integer("PRAGMA user_version"), 99);
}

TEST_F(JournalTest, RefusesATriggerThatTheOwnerPutThere) {
  open();
  ASSERT_TRUE(
      Database::open(path(), OpenMode::ReadWrite)
          ->execute("CREATE TRIGGER t AFTER INSERT ON message BEGIN DELETE FROM message; END"));
  EXPECT_FALSE(Journal::open(path(), kIdentity, "exchange2016").has_value());
}

TEST_F(JournalTest, RefusesAFileThatIsNoDatabase) {
  std::ofstream(path())
      << "From: someone\n\nthis is a message, not a journal, and it is long enough";
  const Result<Journal> journal = Journal::open(path(), kIdentity, "exchange2016");
  ASSERT_FALSE(journal.has_value());
  EXPECT_EQ(journal.error().kind, ErrorKind::Journal);
  EXPECT_FALSE(std::filesystem::exists(path() + ".lock"));
}

TEST_F(JournalTest, RefusesToFollowASymlink) {
  const std::string real = dir_ / "real.db";
  ASSERT_TRUE(Journal::open(real, kIdentity, "imap"));
  std::filesystem::create_symlink(real, path());
  EXPECT_FALSE(Journal::open(path(), kIdentity, "imap").has_value());
}

/// Who opens a FIFO to read it waits for somebody who writes; here that is the test.
TEST_F(JournalTest, OpensNoFifoOrLinkInThePlaceOfAnyOfItsFiles) {
  static_cast<void>(open());
  for (const std::string ending : {"-wal", "-shm", "-journal", ""}) {
    const std::string file = path() + ending;
    std::filesystem::remove(file);
    ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0);
    const UniqueFd writer(::open(file.c_str(), O_RDWR | O_CLOEXEC));
    for (const bool reading : {true, false}) {
      const Result<Journal> journal = reading ? Journal::open_for_reading(path())
                                              : Journal::open(path(), kIdentity, "exchange2016");
      ASSERT_FALSE(journal) << file;
      EXPECT_EQ(journal.error().kind, ErrorKind::Journal);
      EXPECT_EQ(journal.error().where, file);
    }
    std::filesystem::remove(file);
    std::filesystem::create_symlink(dir_ / "elsewhere", file);
    EXPECT_FALSE(Journal::open_for_reading(path())) << file;
    EXPECT_FALSE(Journal::open(path(), kIdentity, "exchange2016")) << file;
    EXPECT_FALSE(std::filesystem::exists(dir_ / "elsewhere"));
    std::filesystem::remove(file);
  }
}

TEST_F(JournalTest, ValuesThatMailhaulNeverWritesAreAnError) {
  {
    Journal journal = open();
    ASSERT_TRUE(journal.put_message(row(sent_folder(journal), "1.a.h")));
  }
  ASSERT_TRUE(
      Database::open(path(), OpenMode::ReadWrite)->execute("UPDATE message SET state=77, uid=-3"));
  Journal journal = open();
  const Result<std::optional<MessageRow>> found = journal.find(1, "1.a.h");
  ASSERT_FALSE(found.has_value());
  EXPECT_EQ(found.error().kind, ErrorKind::Journal);
}

TEST_F(JournalTest, ASecondProcessIsKeptOut) {
  const Journal journal = open();
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const Result<Journal> second = Journal::open(path(), kIdentity, "exchange2016");
    ::_exit(!second && second.error().kind == ErrorKind::JournalLocked ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST_F(JournalTest, OneThatWasNeverBegunLeavesNoFileBehind) {
  {
    const Result<Journal> journal = Journal::open_ahead(path(), kIdentity);
    ASSERT_TRUE(journal.has_value()) << journal.error().message();
    EXPECT_TRUE(std::filesystem::exists(path()));
    EXPECT_TRUE(journal->is_new());
  }
  EXPECT_TRUE(std::filesystem::is_empty(dir_.path()));
}

TEST_F(JournalTest, StaysOnceItIsBegun) {
  {
    Result<Journal> journal = Journal::open_ahead(path(), kIdentity);
    ASSERT_TRUE(journal.has_value()) << journal.error().message();
    ASSERT_TRUE(journal->begin_move("imap"));
    EXPECT_EQ(journal->profile(), "imap");
  }
  Result<Journal> again = Journal::open_ahead(path(), kIdentity);
  ASSERT_TRUE(again.has_value()) << again.error().message();
  ASSERT_TRUE(again->begin_move("exchange2016"));
  EXPECT_EQ(again->profile(), "imap");
  EXPECT_FALSE(again->is_new());
}

TEST_F(JournalTest, AnEmptiedLogIsInTheDatabase) {
  Journal journal = open();
  ASSERT_TRUE(journal.begin());
  ASSERT_TRUE(journal.put_message(row(sent_folder(journal), "1.a.h")));
  ASSERT_TRUE(journal.commit(1));
  EXPECT_NE(std::filesystem::file_size(path() + "-wal"), 0U);
  ASSERT_TRUE(journal.empty_log());
  EXPECT_EQ(std::filesystem::file_size(path() + "-wal"), 0U);
  EXPECT_EQ(Journal::open_for_reading(path())->counts()->unknown, 1U);
}

TEST_F(JournalTest, StatusReadsWhileARunHoldsTheLock) {
  Journal journal = open();
  ASSERT_TRUE(journal.put_message(row(sent_folder(journal), "1.a.h")));
  Result<Journal> reader = Journal::open_for_reading(path());
  ASSERT_TRUE(reader.has_value()) << reader.error().message();
  EXPECT_EQ(reader->counts()->unknown, 1U);
  EXPECT_EQ(reader->identity().user, "ada");
}

TEST_F(JournalTest, AMissingDirectoryIsSaidWithWhatToDo) {
  const Result<Journal> journal = Journal::open(dir_ / "missing/ada.db", kIdentity, "exchange2016");
  ASSERT_FALSE(journal.has_value());
  EXPECT_EQ(journal.error().kind, ErrorKind::Journal);
  EXPECT_NE(journal.error().hint.find("--journal"), std::string::npos);
}

TEST_F(JournalTest, IsReadableByItsOwnerOnly) {
  open();
  EXPECT_EQ(std::filesystem::status(path()).permissions() & std::filesystem::perms::all,
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(JournalTest, ATrialSeesTheJournalAndLeavesNothingInIt) {
  {
    Journal journal = open();
    ASSERT_TRUE(journal.begin());
    ASSERT_TRUE(journal.put_message(row(sent_folder(journal), "1.a.h")));
    ASSERT_TRUE(journal.commit(1));
  }
  {
    Result<Journal> trial = Journal::open_trial(path(), kIdentity, "exchange2016");
    ASSERT_TRUE(trial.has_value());
    ASSERT_TRUE(trial->begin());
    ASSERT_TRUE(trial->find(1, "1.a.h")->has_value());
    ASSERT_TRUE(trial->put_message(row(1, "1.b.h")));
    ASSERT_TRUE(trial->commit(2));
  }
  Journal journal = open();
  EXPECT_FALSE(journal.find(1, "1.b.h")->has_value());
  EXPECT_EQ(journal.last_write(), 1);
}

TEST_F(JournalTest, ATrialWithoutAJournalMakesNoFile) {
  ASSERT_TRUE(Journal::open_trial(path(), kIdentity, "exchange2016").has_value());
  EXPECT_TRUE(std::filesystem::is_empty(dir_.path()));
}

std::string octets_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_F(JournalTest, ATrialLeavesAFileThatWasNeverBegunAsItWas) {
  std::ofstream(path()).flush();
  {
    Result<Journal> trial = Journal::open_trial(path(), kIdentity, "exchange2016");
    ASSERT_TRUE(trial.has_value()) << trial.error().message();
    EXPECT_TRUE(trial->is_new());
    EXPECT_EQ(trial->profile(), "exchange2016");
    ASSERT_TRUE(trial->put_message(row(sent_folder(*trial), "1.a.h")));
  }
  EXPECT_EQ(std::filesystem::file_size(path()), 0U);
}

TEST_F(JournalTest, ATrialLeavesTheLogOfARunThatWasKilled) {
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    Journal journal = open();
    const bool written = journal.begin() &&
                         journal.put_message(row(sent_folder(journal), "1.a.h")) &&
                         journal.commit(1);
    ::_exit(written ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_EQ(status, 0);
  const std::string before = octets_of(path());
  const std::string log = octets_of(path() + "-wal");
  ASSERT_FALSE(log.empty());
  {
    Result<Journal> trial = Journal::open_trial(path(), kIdentity, "exchange2016");
    ASSERT_TRUE(trial.has_value()) << trial.error().message();
    EXPECT_TRUE((*trial->find(1, "1.a.h")).has_value());
    ASSERT_TRUE(trial->put_message(row(1, "1.b.h")));
  }
  EXPECT_EQ(octets_of(path()), before);
  EXPECT_EQ(octets_of(path() + "-wal"), log);
}

TEST_F(JournalTest, BelongsToOneMaildir) {
  const Journal journal = open();
  EXPECT_TRUE(journal.check_maildir(kIdentity.maildir));
  const Result<void> other = journal.check_maildir("/home/eve/Maildir");
  ASSERT_FALSE(other.has_value());
  EXPECT_EQ(other.error().kind, ErrorKind::Journal);
  EXPECT_NE(other.error().text.find("this journal belongs to another move"), std::string::npos);
}

TEST_F(JournalTest, ANewUidvalidityForgetsTheUids) {
  Journal journal = open();
  const MessageId id = *journal.put_message(row(sent_folder(journal), "1.a.h"));
  ASSERT_TRUE(journal.set_stored(id, 9, 0));
  ASSERT_TRUE(journal.forget_uids(1));
  EXPECT_FALSE((*journal.find(1, "1.a.h"))->uid.has_value());
}

}  // namespace
}  // namespace mailhaul::journal
