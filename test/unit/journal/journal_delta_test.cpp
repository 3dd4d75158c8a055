#include "journal_fixture.hpp"

#include <gmock/gmock.h>

namespace mailhaul::journal {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class JournalDeltaTest : public JournalTest {
 protected:
  JournalDeltaTest() : journal_(open()), folder_(sent_folder(journal_)) {}

  MessageId stored(const Bytes& name, std::uint32_t uid) {
    const MessageId id = *journal_.put_message(row(folder_, name));
    EXPECT_TRUE(journal_.set_stored(id, uid, 0));
    return id;
  }

  Journal journal_;
  FolderId folder_;
};

TEST_F(JournalDeltaTest, AVanishedMessageIsListedUntilItIsBack) {
  const MessageId id = stored("1.a.h", 5);
  stored("1.b.h", 6);
  ASSERT_TRUE(journal_.set_vanished(id, 1700000000));
  ASSERT_THAT(*journal_.vanished(), SizeIs(1));
  EXPECT_EQ(journal_.vanished()->front().id, id);
  EXPECT_EQ(journal_.vanished()->front().state, State::Stored);
  EXPECT_EQ(journal_.vanished()->front().fingerprint[0], 0xff);
  EXPECT_EQ(journal_.vanished_in(1)->front().vanished, 1700000000);
  EXPECT_TRUE((*journal_.known(folder_, "1.a.h"))->vanished);
  ASSERT_TRUE(journal_.set_vanished(id, 0));
  EXPECT_THAT(*journal_.vanished(), IsEmpty());
}

TEST_F(JournalDeltaTest, AMessageThatWasNeverStoredDoesNotCountAsVanished) {
  const MessageId id = *journal_.put_message(row(folder_, "1.a.h"));
  ASSERT_TRUE(journal_.set_refused(id, {.kind = "too-big"}));
  ASSERT_TRUE(journal_.set_vanished(id, 1));
  EXPECT_THAT(*journal_.vanished(), IsEmpty());
}

TEST_F(JournalDeltaTest, ARenamedMessageKeepsItsRowAndTakesTheNameOfOneThatWasNotStored) {
  const MessageId id = stored("1.a.h", 5);
  ASSERT_TRUE(journal_.set_vanished(id, 1));
  const MessageId refused = *journal_.put_message(row(folder_, "2.a.h"));
  ASSERT_TRUE(journal_.set_refused(refused, {.kind = "too-big"}));
  ASSERT_TRUE(journal_.rename(id, folder_, "2.a.h"));
  const auto found = *journal_.find(folder_, "2.a.h");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, id);
  EXPECT_EQ(found->uid, 5U);
  EXPECT_EQ(found->vanished, 0);
  EXPECT_FALSE(*journal_.find(folder_, "1.a.h"));
  EXPECT_THAT(*journal_.open_matters(10), IsEmpty());
}

TEST_F(JournalDeltaTest, FlagsOfTheSourceAreKept) {
  const MessageId id = stored("1.a.h", 5);
  ASSERT_TRUE(journal_.set_flags_source(id, flag::kSeen | flag::kDeleted));
  EXPECT_EQ((*journal_.known(folder_, "1.a.h"))->flags_source, flag::kSeen | flag::kDeleted);
  EXPECT_EQ((*journal_.find(folder_, "1.a.h"))->flags_source, flag::kSeen | flag::kDeleted);
}

TEST_F(JournalDeltaTest, ARelocationIsKeptStepByStep) {
  const MessageId id = stored("1.a.h", 5);
  const MailboxId archive = *journal_.put_mailbox({.name = "Archive", .uidvalidity = 8});
  ASSERT_TRUE(journal_.put_relocation({.message = id, .mailbox = archive}));
  EXPECT_FALSE(journal_.relocations()->front().uid_next);
  ASSERT_TRUE(
      journal_.put_relocation({.message = id, .mailbox = archive, .uid_next = 17, .uid = 18}));
  ASSERT_THAT(*journal_.relocations(), SizeIs(1));
  EXPECT_EQ(journal_.relocations()->front().uid_next, 17U);
  EXPECT_EQ(journal_.relocations()->front().uid, 18U);
  ASSERT_TRUE(journal_.set_place(id, archive, 18));
  ASSERT_TRUE(journal_.drop_relocation(id));
  EXPECT_THAT(*journal_.relocations(), IsEmpty());
  EXPECT_EQ(*journal_.known_uids(archive, 1), std::vector<std::uint32_t>{18});
}

TEST_F(JournalDeltaTest, AForgottenMessageLeavesNothing) {
  const MessageId id = stored("1.a.h", 5);
  const MessageId other = stored("1.b.h", 6);
  ASSERT_TRUE(journal_.set_reason(id, {.kind = "repaired", .text = "lines"}));
  ASSERT_TRUE(journal_.put_relocation({.message = id, .mailbox = 1}));
  ASSERT_TRUE(journal_.forget(id));
  EXPECT_FALSE(*journal_.known(folder_, "1.a.h"));
  EXPECT_THAT(*journal_.relocations(), IsEmpty());
  EXPECT_THAT(*journal_.ids_in(folder_), ElementsAre(other));
}

TEST_F(JournalDeltaTest, AdoptingOutlivesTheRun) {
  EXPECT_FALSE(*journal_.is_adopting());
  ASSERT_TRUE(journal_.set_adopting(true));
  EXPECT_TRUE(*journal_.is_adopting());
  EXPECT_TRUE(*Journal::open_for_reading(path())->is_adopting());
}

}  // namespace
}  // namespace mailhaul::journal
