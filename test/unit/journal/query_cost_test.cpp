/// What every run asks, however little there is to do, must not read the rows of all that is
/// stored.
#include "journal_fixture.hpp"

#include <string>

#include <sqlite3.h>

namespace mailhaul::journal {
namespace {

/// Rows and entries of indexes that statements of this program went through one by one.
int steps = 0;

int add_steps(unsigned /*event*/, void* /*context*/, void* statement, void* /*nanoseconds*/) {
  steps += sqlite3_stmt_status(static_cast<sqlite3_stmt*>(statement),
                               SQLITE_STMTSTATUS_FULLSCAN_STEP, 1);
  return 0;
}

int watch(sqlite3* database, const char** /*error*/, const sqlite3_api_routines* /*routines*/) {
  return sqlite3_trace_v2(database, SQLITE_TRACE_PROFILE, add_steps, nullptr);
}

class QueryCost : public JournalTest {
 protected:
  static constexpr int kStored = 1000;

  void SetUp() override {
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(watch));
    Journal journal = open();
    const FolderId folder = sent_folder(journal);
    ASSERT_TRUE(journal.begin());
    for (int number = 1; number <= kStored; ++number) {
      const MessageId id = *journal.put_message(row(folder, std::to_string(number)));
      ASSERT_TRUE(
          journal.set_stored(id, static_cast<std::uint32_t>(number), flag::kSeen | flag::kFlagged));
    }
    ASSERT_TRUE(journal.put_message(row(folder, "open")));
    ASSERT_TRUE(journal.commit(1));
  }

  void TearDown() override { sqlite3_reset_auto_extension(); }
};

TEST_F(QueryCost, IsThatOfWhatIsOpen) {
  Journal journal = open();
  steps = 0;
  EXPECT_EQ(*journal.settle_intents(2), 1U);
  EXPECT_TRUE(journal.mailboxes_without_uids()->empty());
  EXPECT_EQ(journal.mailboxes_in_doubt()->size(), 1U);
  EXPECT_TRUE(journal.stored_without_uid(1)->empty());
  EXPECT_TRUE(journal.flags_to_set(1)->empty());
  EXPECT_TRUE(journal.vanished()->empty());
  EXPECT_TRUE(journal.vanished_in(1)->empty());
  EXPECT_EQ(journal.messages_in_state(1, State::Unknown)->size(), 1U);
  EXPECT_EQ(journal.open_counts()->unknown, 1U);
  EXPECT_TRUE(journal.relocations()->empty());
  EXPECT_LT(steps, kStored / 10);
  // The count counts: this one does look at every row.
  EXPECT_EQ(journal.counts()->stored, 1000U);
  EXPECT_GE(steps, kStored);
}

}  // namespace
}  // namespace mailhaul::journal
