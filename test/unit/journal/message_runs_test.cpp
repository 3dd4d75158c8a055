/// Many rows at once: the same as one by one, in fewer statements.
#include "journal/database.hpp"
#include "journal_fixture.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <sqlite3.h>

namespace mailhaul::journal {
namespace {

int statements = 0;

int count_statement(unsigned /*event*/, void* /*context*/, void* /*statement*/, void* /*text*/) {
  ++statements;
  return 0;
}

int watch(sqlite3* database, const char** /*error*/, const sqlite3_api_routines* /*routines*/) {
  return sqlite3_trace_v2(database, SQLITE_TRACE_STMT, count_statement, nullptr);
}

class MessageRunsTest : public JournalTest {
 protected:
  MessageRunsTest() { sqlite3_auto_extension(reinterpret_cast<void (*)()>(watch)); }

  ~MessageRunsTest() override { sqlite3_reset_auto_extension(); }

  /// Rows with the names "0", "1", ...
  static std::vector<MessageRow> rows(FolderId folder, int count) {
    std::vector<MessageRow> rows;
    for (int number = 0; number < count; ++number) {
      rows.push_back(row(folder, std::to_string(number)));
      rows.back().wire_size = static_cast<std::uint64_t>(number);
    }
    return rows;
  }

  /// That each id is of the row that has the name and the size of what was put.
  static void expect_ids(Journal& journal, const std::vector<MessageRow>& rows,
                         const std::vector<MessageId>& ids) {
    ASSERT_EQ(ids.size(), rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto found = *journal.message(ids[i]);
      ASSERT_TRUE(found) << i;
      EXPECT_EQ(found->unique_name, rows[i].unique_name);
      EXPECT_EQ(found->wire_size, rows[i].wire_size);
      EXPECT_EQ(found->state, State::Intent);
    }
  }

  static std::optional<std::uint32_t> uid(Journal& journal, MessageId id) {
    return (*journal.message(id))->uid;
  }
};

TEST_F(MessageRunsTest, NewRowsGetTheirIdsInFewStatements) {
  Journal journal = open();
  const std::vector<MessageRow> put = rows(sent_folder(journal), 104);
  statements = 0;
  const std::vector<MessageId> ids = *journal.put_messages(put);
  EXPECT_LT(statements, 30);
  expect_ids(journal, put, ids);
  for (std::size_t i = 1; i < ids.size(); ++i) {
    EXPECT_EQ(ids[i], ids[i - 1] + 1);
  }
  EXPECT_EQ(journal.counts()->unknown, 104U);
  EXPECT_TRUE(journal.put_messages({})->empty());
}

TEST_F(MessageRunsTest, ARowThatIsKnownKeepsItsIdAndIsReplaced) {
  Journal journal = open();
  const FolderId folder = sent_folder(journal);
  const MessageId known = *journal.put_message(row(folder, "14"));
  ASSERT_TRUE(journal.set_refused(known, {.kind = "too-big", .text = "over the limit"}));
  const std::vector<MessageRow> put = rows(folder, 30);
  const std::vector<MessageId> ids = *journal.put_messages(put);
  expect_ids(journal, put, ids);
  EXPECT_EQ(ids[14], known);
  EXPECT_EQ(journal.ids_in(folder)->size(), 30U);
}

TEST_F(MessageRunsTest, ANameThatComesTwiceIsOneRowWithTheLaterContent) {
  Journal journal = open();
  std::vector<MessageRow> put = rows(sent_folder(journal), 20);
  put[7].unique_name = put[3].unique_name;
  put[19].unique_name = put[12].unique_name;
  const std::vector<MessageId> ids = *journal.put_messages(put);
  ASSERT_EQ(ids.size(), 20U);
  EXPECT_EQ(ids[7], ids[3]);
  EXPECT_EQ((*journal.message(ids[3]))->wire_size, 7U);
  EXPECT_EQ(ids[19], ids[12]);
  EXPECT_EQ((*journal.message(ids[12]))->wire_size, 19U);
}

TEST_F(MessageRunsTest, TheSameNameInAnotherFolderIsAnotherRow) {
  Journal journal = open();
  const FolderId folder = sent_folder(journal);
  const FolderId other = *journal.put_folder(".Other", 1);
  expect_ids(journal, rows(folder, 10), *journal.put_messages(rows(folder, 10)));
  expect_ids(journal, rows(other, 10), *journal.put_messages(rows(other, 10)));
  EXPECT_EQ(journal.counts()->unknown, 20U);
}

TEST_F(MessageRunsTest, IdsAreRightInAJournalThatHasNoneLeftBehindTheGreatest) {
  {
    Journal journal = open();
    ASSERT_TRUE(journal.put_message(row(sent_folder(journal), "x")));
  }
  ASSERT_TRUE(Database::open(path(), OpenMode::ReadWrite)
                  ->execute("UPDATE message SET id=9223372036854775807"));
  Journal journal = open();
  const std::vector<MessageRow> put = rows(1, 20);
  expect_ids(journal, put, *journal.put_messages(put));
}

TEST_F(MessageRunsTest, ARunIsMarkedInFewStatements) {
  Journal journal = open();
  std::vector<MessageRow> put = rows(sent_folder(journal), 302);
  for (std::size_t i = 0; i < put.size(); ++i) {
    put[i].flags_set = i % 2 == 0 ? flag::kSeen : 0;
  }
  const std::vector<MessageId> ids = *journal.put_messages(put);
  statements = 0;
  ASSERT_TRUE(journal.set_stored_run({.first = ids[1], .first_uid = 1000, .count = 300}));
  EXPECT_EQ(statements, 3);
  for (std::size_t i = 1; i <= 300; ++i) {
    const MessageRow row = **journal.message(ids[i]);
    EXPECT_EQ(row.state, State::Stored);
    EXPECT_EQ(row.uid, 999 + i);
    EXPECT_EQ(row.flags_set, put[i].flags_set);
    EXPECT_EQ(row.flags_wanted, put[i].flags_wanted);
  }
  for (const MessageId beside : {ids.front(), ids.back()}) {
    EXPECT_EQ((*journal.message(beside))->state, State::Intent);
    EXPECT_FALSE(uid(journal, beside));
  }
}

TEST_F(MessageRunsTest, TheRowThatHadAUidOfTheRunLosesIt) {
  Journal journal = open();
  const FolderId folder = sent_folder(journal);
  const MailboxId other = *journal.put_mailbox({.name = "Drafts", .uidvalidity = 9});
  const MessageId before = *journal.put_message(row(folder, "before"));
  ASSERT_TRUE(journal.set_stored(before, 105, flag::kSeen));
  MessageRow elsewhere = row(folder, "elsewhere");
  elsewhere.mailbox = other;
  const MessageId not_meant = *journal.put_message(elsewhere);
  ASSERT_TRUE(journal.set_stored(not_meant, 106, flag::kSeen));
  const std::vector<MessageId> ids = *journal.put_messages(rows(folder, 20));
  ASSERT_TRUE(journal.set_stored_run({.first = ids.front(), .first_uid = 100, .count = 20}));
  for (std::uint32_t i = 0; i < 20; ++i) {
    EXPECT_EQ(uid(journal, ids[i]), 100 + i);
    EXPECT_EQ((*journal.message(ids[i]))->state, State::Stored);
  }
  EXPECT_FALSE(uid(journal, before));
  EXPECT_EQ((*journal.message(before))->state, State::Stored);
  EXPECT_EQ(uid(journal, not_meant), 106U);
}

TEST_F(MessageRunsTest, RowsOfARunMayTakeUidsFromEachOther) {
  Journal journal = open();
  const std::vector<MessageId> ids = *journal.put_messages(rows(sent_folder(journal), 10));
  ASSERT_TRUE(journal.set_stored_run({.first = ids[0], .first_uid = 50, .count = 10}));
  ASSERT_TRUE(journal.set_stored_run({.first = ids[0], .first_uid = 51, .count = 9}));
  for (std::uint32_t i = 0; i < 9; ++i) {
    EXPECT_EQ(uid(journal, ids[i]), 51 + i);
  }
  EXPECT_FALSE(uid(journal, ids[9]));
}

TEST_F(MessageRunsTest, WhatIsNotCommittedIsNotThere) {
  std::vector<MessageId> ids;
  {
    Journal journal = open();
    ASSERT_TRUE(journal.begin());
    ids = *journal.put_messages(rows(sent_folder(journal), 12));
    ASSERT_TRUE(journal.commit(1));
    ASSERT_TRUE(journal.begin());
    ASSERT_TRUE(journal.set_stored_run({.first = ids[0], .first_uid = 1, .count = 12}));
    ASSERT_EQ(journal.put_messages(rows(1, 30))->size(), 30U);
  }
  Journal journal = open();
  EXPECT_EQ(journal.counts()->unknown, 12U);
  EXPECT_EQ(journal.counts()->stored, 0U);
}

TEST(StoredRunTest, IsFollowedByTheNextRowWithTheNextUidOnly) {
  const StoredRun run{.first = 10, .first_uid = 70, .count = 2};
  EXPECT_TRUE(run.is_followed_by(12, 72));
  EXPECT_FALSE(run.is_followed_by(12, 73));
  EXPECT_FALSE(run.is_followed_by(13, 72));
  EXPECT_FALSE(run.is_followed_by(11, 71));
  EXPECT_FALSE((StoredRun{.first = 10, .first_uid = 0xffffffff, .count = 1}).is_followed_by(11, 0));
}

}  // namespace
}  // namespace mailhaul::journal
