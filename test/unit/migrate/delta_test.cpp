#include "delta_fixture.hpp"
#include "support/open_watch.hpp"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <mailhaul/journal/journal.hpp>

namespace mailhaul::migrate {
namespace {

using emulator::MessageSnapshot;
using emulator::ProfileName;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_P(DeltaTest, FlagsChangedAtTheSourceFollow) {
  upload_first();
  tree_.rename("cur/1100000001.M1.host:2,S", "cur/1100000001.M1.host:2,R");
  tree_.rename("cur/1200000002.M2.host:2,", "cur/1200000002.M2.host:2,FS");
  const UploadSummary summary = upload_again();
  EXPECT_EQ(summary.messages.flags_updated, 2U);
  const auto inbox = messages("INBOX");
  ASSERT_THAT(inbox, SizeIs(3));
  EXPECT_THAT(inbox[0].flags, ElementsAre("\\Answered"));
  EXPECT_THAT(inbox[1].flags, ElementsAre("\\Flagged", "\\Seen"));
  EXPECT_TRUE(inbox[1].visible_as_flagged_in_outlook());
  EXPECT_FALSE(summary.needs_attention());
  EXPECT_EQ(upload_again().messages.flags_updated, 0U);
}

TEST_P(DeltaTest, FlagsThatTheOwnerChangedOnTheTargetStay) {
  upload_first();
  as_owner("INBOX", "UID STORE 1:* -FLAGS (\\Seen)");
  as_owner("INBOX", "UID STORE 1:* +FLAGS (\\Flagged)");
  tree_.rename("cur/1200000002.M2.host:2,", "cur/1200000002.M2.host:2,R");
  EXPECT_EQ(upload_again().messages.flags_updated, 1U);
  const auto inbox = messages("INBOX");
  EXPECT_THAT(inbox[0].flags, ElementsAre("\\Flagged"));
  EXPECT_THAT(inbox[1].flags, ElementsAre("\\Answered", "\\Flagged"));
}

TEST_P(DeltaTest, RenamedMessageIsNotSentAgain) {
  upload_first();
  tree_.rename("cur/1200000002.M2.host:2,", "cur/1700000000.M9.other:2,S");
  const UploadSummary summary = upload_again();
  EXPECT_EQ(summary.messages.moved, 1U);
  EXPECT_EQ(summary.messages.vanished, 0U);
  EXPECT_EQ(summary.messages.flags_updated, 1U);
  EXPECT_THAT(messages("INBOX"), SizeIs(3));
  EXPECT_EQ(upload_again().messages.already_there, 4U);
}

TEST_P(DeltaTest, MovedMessageFollowsOnTheServer) {
  upload_first();
  tree_.rename("cur/1200000002.M2.host:2,", ".Archive/cur/1700000000.M9.other:2,");
  const UploadSummary summary = upload_again();
  EXPECT_EQ(summary.messages.moved, 1U);
  EXPECT_FALSE(summary.needs_attention());
  EXPECT_EQ(stored_in(*server_, "INBOX"), wire_forms(tree_, ""));
  EXPECT_EQ(stored_in(*server_, "Archive"), wire_forms(tree_, ".Archive"));
  // Its new UID is known: a flag can follow it.
  tree_.rename(".Archive/cur/1700000000.M9.other:2,", ".Archive/cur/1700000000.M9.other:2,S");
  EXPECT_EQ(upload_again().messages.flags_updated, 1U);
  EXPECT_EQ(upload_again().messages.moved, 0U);
}

TEST_P(DeltaTest, MovedMessageThatItsOwnerRemovedDoesNotComeBack) {
  upload_first();
  ASSERT_TRUE(server_->remove("INBOX", messages("INBOX").at(1).uid));
  tree_.rename("cur/1200000002.M2.host:2,", ".Archive/cur/1700000000.M9.other:2,");
  EXPECT_FALSE(upload_again().needs_attention());
  EXPECT_THAT(messages("INBOX"), SizeIs(2));
  EXPECT_THAT(messages("Archive"), SizeIs(1));
  upload_again();
}

TEST_P(DeltaTest, MessageThatItsOwnerRemovedOnTheServerDoesNotComeBack) {
  upload_first();
  ASSERT_TRUE(server_->remove("INBOX", messages("INBOX").at(1).uid));
  tree_.rename("cur/1200000002.M2.host:2,", "cur/1200000002.M2.host:2,S");
  const UploadSummary summary = upload_again();
  EXPECT_EQ(summary.messages.flags_updated, 0U);
  EXPECT_FALSE(summary.needs_attention());
  EXPECT_THAT(messages("INBOX"), SizeIs(2));
}

TEST_P(DeltaTest, VanishedMessageIsCountedAndStaysOnTheServer) {
  upload_first();
  tree_.remove("cur/1200000002.M2.host:2,");
  const UploadSummary summary = upload_again();
  EXPECT_EQ(summary.messages.vanished, 1U);
  EXPECT_FALSE(summary.needs_attention());
  EXPECT_THAT(messages("INBOX"), SizeIs(3));
  tree_.add("message cur/1200000002.M2.host:2, mtime=1200000002");
  EXPECT_EQ(upload_again().messages.vanished, 0U);
}

TEST_P(DeltaTest, MessageOfUnknownFateThatWasRenamedIsNotSentTwice) {
  upload_first();
  leave_open("1200000002.M2.host", journal::State::Unknown);
  tree_.rename("cur/1200000002.M2.host:2,", "cur/1700000000.M9.other:2,");
  const UploadSummary summary = upload_again();
  EXPECT_EQ(summary.messages.moved, 1U);
  EXPECT_FALSE(summary.needs_attention());
  EXPECT_THAT(messages("INBOX"), SizeIs(3));
}

/// The rollback ended before the server removed them.
TEST_P(DeltaTest, MessageOfAnInterruptedRollbackThatWasMovedIsNotSentTwice) {
  upload_first();
  leave_open("1200000002.M2.host", journal::State::Removing);
  leave_open("1400000004.M4.host", journal::State::Removing, ".Archive");
  tree_.rename("cur/1200000002.M2.host:2,", ".Archive/cur/1700000000.M9.other:2,");
  tree_.rename(".Archive/cur/1400000004.M4.host:2,S", "cur/1400000004.M4.host:2,S");
  const UploadSummary summary = upload_again();
  EXPECT_EQ(summary.messages.moved, 2U);
  EXPECT_FALSE(summary.needs_attention());
  EXPECT_EQ(stored_in(*server_, "INBOX"), wire_forms(tree_, ""));
  EXPECT_EQ(stored_in(*server_, "Archive"), wire_forms(tree_, ".Archive"));
}

/// A dead run may have sent its last octet long after it wrote the journal.
TEST_P(DeltaTest, IntentOfADeadRunIsNotSentAgainBeforeTheServerHadItsTime) {
  upload_first();
  const std::optional<std::uint32_t> uid = leave_open("1200000002.M2.host", journal::State::Intent);
  ASSERT_TRUE(uid);
  as_owner("INBOX", "UID STORE " + std::to_string(*uid) + " +FLAGS (\\Deleted)");
  as_owner("INBOX", "EXPUNGE");
  move_->options.settle_after = std::chrono::seconds(300);
  move_->options.server.time.skip_to = [](Instant) {};
  std::vector<std::size_t> there_while_waiting;
  move_->observer.on_waiting = [&] { there_while_waiting.push_back(messages("INBOX").size()); };
  EXPECT_FALSE(upload().needs_attention());
  EXPECT_THAT(there_while_waiting, Contains(2U));
  EXPECT_THAT(messages("INBOX"), SizeIs(3));
}

TEST_P(DeltaTest, MailboxThatItsOwnerRenamedIsNotFilledAgain) {
  upload_first();
  as_owner("INBOX", "RENAME Archive Elsewhere");
  const UploadSummary summary = upload_again();
  EXPECT_FALSE(summary.needs_attention());
  EXPECT_THAT(move_->observer.notes, Contains(HasSubstr("Archive was removed or renamed")));
  EXPECT_THAT(messages("Elsewhere"), SizeIs(1));
  EXPECT_FALSE(server_->mailbox("Archive"));
}

TEST_P(DeltaTest, MailboxThatWasRemovedIsMadeAgainForAMovedMessage) {
  upload_first();
  as_owner("INBOX", "CREATE Elsewhere");
  tree_.add("maildir .Elsewhere");
  upload();
  as_owner("INBOX", "DELETE Elsewhere");
  tree_.rename("cur/1200000002.M2.host:2,", ".Elsewhere/cur/1700000000.M9.other:2,");
  EXPECT_FALSE(upload_again().needs_attention());
  EXPECT_THAT(messages("Elsewhere"), SizeIs(1));
  EXPECT_THAT(messages("INBOX"), SizeIs(2));
}

class DeltaOnExchange : public DeltaTest {
 protected:
  /// A trashed message went to Deleted Items, and its fate is open; this run does not lead there.
  std::optional<std::uint32_t> leave_open_in_trash(journal::State state) {
    tree_.add("message cur/1600000006.M6.host:2,T mtime=1600000006");
    upload_first(5);
    EXPECT_THAT(messages("Deleted Items"), SizeIs(1));
    move_->options.selection.trashed = target::TrashedPolicy::Keep;
    return leave_open("1600000006.M6.host", state);
  }
};

TEST_P(DeltaOnExchange, MessageInDoubtIsFoundWhereThePlanLeadsNoMore) {
  for (const journal::State state : {journal::State::Unknown, journal::State::Removing}) {
    const std::optional<std::uint32_t> uid = leave_open_in_trash(state);
    EXPECT_FALSE(upload_again().needs_attention());
    EXPECT_THAT(messages("Deleted Items"), SizeIs(1));
    EXPECT_EQ(leave_open("1600000006.M6.host", journal::State::Stored), uid);
  }
}

TEST_P(DeltaOnExchange, MessageInDoubtThatIsNotThereIsLeftOutOrSentAsTheOptionsSay) {
  leave_open_in_trash(journal::State::Unknown);
  as_owner("\"Deleted Items\"", "STORE 1 +FLAGS (\\Deleted)");
  as_owner("\"Deleted Items\"", "EXPUNGE");
  move_->options.selection.trashed = target::TrashedPolicy::Skip;
  EXPECT_FALSE(upload_again().needs_attention());
  move_->options.selection.trashed = target::TrashedPolicy::Keep;
  const UploadSummary summary = upload();
  EXPECT_FALSE(summary.needs_attention());
  EXPECT_EQ(summary.messages.uploaded, 1U);
  EXPECT_THAT(messages("INBOX"), SizeIs(4));
}

TEST_P(DeltaTest, MessageInDoubtOfAFolderThatIsLeftOutIsNoLoss) {
  upload_first();
  leave_open("1400000004.M4.host", journal::State::Unknown, ".Archive");
  as_owner("Archive", "STORE 1 +FLAGS (\\Deleted)");
  as_owner("Archive", "EXPUNGE");
  move_->options.selection.exclude = {"Archive"};
  EXPECT_FALSE(upload_again().needs_attention());
  move_->options.selection.exclude = {};
  EXPECT_EQ(upload().messages.uploaded, 1U);
}

TEST_P(DeltaTest, MessageInDoubtWhoseMailboxIsGoneIsListedInEveryRun) {
  for (const journal::State state : {journal::State::Unknown, journal::State::Removing}) {
    upload_first();
    leave_open("1400000004.M4.host", state, ".Archive");
    as_owner("INBOX", "RENAME Archive Elsewhere");
    move_->options.selection.exclude = {"Archive"};
    for (int run = 0; run < 2; ++run) {
      const UploadSummary summary = upload_again();
      ASSERT_THAT(summary.attention, SizeIs(1));
      EXPECT_EQ(summary.attention[0].unique_name, "1400000004.M4.host");
      EXPECT_EQ(summary.attention[0].mailbox, "Archive");
      EXPECT_THAT(summary.attention[0].text, HasSubstr("its mailbox cannot be looked into"));
    }
  }
}

TEST_P(DeltaOnExchange, TrashedMessageGoesToDeletedItemsAndComesBack) {
  upload_first();
  tree_.rename("cur/1200000002.M2.host:2,", "cur/1200000002.M2.host:2,T");
  EXPECT_FALSE(upload_again().needs_attention());
  EXPECT_THAT(messages("INBOX"), SizeIs(2));
  ASSERT_THAT(messages("Deleted Items"), SizeIs(1));
  EXPECT_THAT(messages("Deleted Items")[0].flags, IsEmpty());
  tree_.rename("cur/1200000002.M2.host:2,T", "cur/1200000002.M2.host:2,");
  upload_again();
  EXPECT_THAT(messages("INBOX"), SizeIs(3));
  EXPECT_THAT(messages("Deleted Items"), IsEmpty());
}

/// As in the run that took it there, so in any later one.
TEST_P(DeltaOnExchange, MessageComesBackFromTheDeletedItemsUnderAnyPolicy) {
  for (const target::TrashedPolicy policy :
       {target::TrashedPolicy::Mark, target::TrashedPolicy::Keep, target::TrashedPolicy::Skip}) {
    upload_first();
    tree_.rename("cur/1200000002.M2.host:2,", "cur/1200000002.M2.host:2,T");
    upload_again();
    ASSERT_THAT(messages("Deleted Items"), SizeIs(1));
    tree_.rename("cur/1200000002.M2.host:2,T", "cur/1200000002.M2.host:2,");
    move_->options.selection.trashed = policy;
    EXPECT_FALSE(upload_again().needs_attention());
    EXPECT_THAT(messages("INBOX"), SizeIs(3));
    EXPECT_THAT(messages("Deleted Items"), IsEmpty());
  }
}

TEST_P(DeltaTest, RenamedFolderMovesItsMessages) {
  upload_first();
  tree_.rename(".Archive", ".Old");
  const UploadSummary summary = upload_again();
  EXPECT_EQ(summary.messages.moved, 1U);
  EXPECT_FALSE(summary.needs_attention());
  EXPECT_THAT(messages("Archive"), IsEmpty());
  EXPECT_EQ(stored_in(*server_, "Old"), wire_forms(tree_, ".Old"));
}

TEST_P(DeltaTest, FlagsFollowWhereTheMailboxIsLeft) {
  upload_first();
  tree_.rename(".Archive", ".Old");
  tree_.rename(".Old/cur/1400000004.M4.host:2,S", ".Old/cur/1400000004.M4.host:2,RS");
  EXPECT_EQ(upload_again().messages.flags_updated, 1U);
  ASSERT_THAT(messages("Old"), SizeIs(1));
  EXPECT_THAT(messages("Old")[0].flags, ElementsAre("\\Answered", "\\Seen"));
}

/// Also where no other message of its folder is left.
TEST_P(DeltaTest, LastMessageOfAFolderThatItsOwnerRemovedDoesNotComeBackElsewhere) {
  upload_first();
  ASSERT_TRUE(server_->remove("Archive", messages("Archive").at(0).uid));
  tree_.rename(".Archive/cur/1400000004.M4.host:2,S", ".Archive/cur/1400000004.M4.host:2,RS");
  EXPECT_FALSE(upload_again().needs_attention());
  tree_.rename(".Archive/cur/1400000004.M4.host:2,RS", "cur/1400000004.M4.host:2,RS");
  EXPECT_FALSE(upload_again().needs_attention());
  EXPECT_THAT(messages("INBOX"), SizeIs(3));
  tree_.rename("cur/1400000004.M4.host:2,RS", ".Archive/cur/1700000000.M9.other:2,RS");
  EXPECT_FALSE(upload_again().needs_attention());
  EXPECT_THAT(messages("Archive"), IsEmpty());
}

TEST_P(DeltaTest, FolderThatIsEmptyOrMissingIsListedAndNothingOfItVanishes) {
  upload_first();
  tree_.remove(".Archive/cur/1400000004.M4.host:2,S");
  for (const char* kind : {"folder-emptied", "folder-missing"}) {
    const UploadSummary summary = upload_again();
    EXPECT_EQ(summary.messages.vanished, 0U);
    ASSERT_THAT(summary.attention, SizeIs(1)) << kind;
    EXPECT_EQ(summary.attention[0].kind, kind);
    EXPECT_THAT(messages("Archive"), SizeIs(1));
    if (std::string(kind) == "folder-emptied") {
      std::filesystem::remove_all(tree_.path(".Archive"));
    }
  }
}

TEST_P(DeltaTest, FolderThatIsLeftOutHasNotVanished) {
  upload_first();
  std::filesystem::remove_all(tree_.path(".Archive"));
  move_->options.selection.exclude = {"Archive"};
  EXPECT_FALSE(upload_again().needs_attention());
}

TEST_P(DeltaTest, MessageThatCameFromAFolderThatIsLeftOutIsNotSentAgain) {
  upload_first();
  move_->options.selection.exclude = {"Archive"};
  tree_.add("message .Archive/cur/1500000005.M5.host:2, mtime=1500000005");
  tree_.rename(".Archive/cur/1400000004.M4.host:2,S", "cur/1700000000.M9.other:2,S");
  const UploadSummary summary = upload_again();
  EXPECT_EQ(summary.messages.moved, 1U);
  EXPECT_FALSE(summary.needs_attention());
  EXPECT_EQ(stored_in(*server_, "INBOX"), wire_forms(tree_, ""));
  EXPECT_THAT(messages("Archive"), IsEmpty());
}

TEST_P(DeltaTest, MessageOfARemovedFolderThatIsLeftOutIsNotSentAgain) {
  upload_first();
  move_->options.selection.exclude = {"Archive"};
  tree_.rename(".Archive", ".Old");
  EXPECT_EQ(upload_again().messages.moved, 1U);
  EXPECT_EQ(stored_in(*server_, "Old"), wire_forms(tree_, ".Old"));
}

/// It is as if it was a message of its own.
TEST_P(DeltaTest, CopyOfAMessageInAFolderThatIsLeftOutIsSent) {
  upload_first();
  move_->options.selection.exclude = {"Archive"};
  std::filesystem::copy(tree_.path(".Archive/cur/1400000004.M4.host:2,S"),
                        tree_.path("cur/1700000000.M9.other:2,S"));
  EXPECT_EQ(upload().messages.uploaded, 1U);
  EXPECT_THAT(messages("Archive"), SizeIs(1));
}

/// Whatever the number of messages: their names say that nothing is to be done.
TEST_P(DeltaTest, PassWithNothingToDoAsksLittleAndOpensNoMessage) {
  tree_.add("message .Archive/cur/15%n.M.host:2,S repeat=300 mtime=1500000000");
  upload_first(304);
  const std::vector<std::string> before = commands();
  const test::OpenWatch watch({tree_.path("cur"), tree_.path("new"), tree_.path(".Archive/cur")});
  const UploadSummary summary = upload_again();
  EXPECT_THAT(watch.opened(), IsEmpty());
  EXPECT_EQ(summary.messages.found, 304U);
  EXPECT_EQ(summary.messages.already_there, 304U);
  std::vector<std::string> asked = commands();
  asked.erase(asked.begin(), asked.begin() + static_cast<std::ptrdiff_t>(before.size()));
  EXPECT_LE(asked.size(), 10U);
  EXPECT_LE(std::ranges::count(asked, "STATUS"), 3) << "one of each mailbox";
  EXPECT_THAT(asked,
              ::testing::Each(::testing::AnyOf("CAPABILITY", "LOGIN", "AUTHENTICATE", "ID",
                                               "NAMESPACE", "LIST", "LSUB", "STATUS", "LOGOUT")));
}

TEST_P(DeltaTest, WatchSeesAMessageThatIsOpened) {
  upload_first();
  tree_.add("message new/1600000006.M6.host mtime=1600000006");
  const test::OpenWatch watch({tree_.path("new")});
  upload();
  EXPECT_THAT(watch.opened(), ::testing::Contains("1600000006.M6.host"));
}

TEST_P(DeltaTest, VanishedMessagesAreRemovedIfThatIsWanted) {
  upload_first();
  tree_.remove("cur/1200000002.M2.host:2,");
  as_owner("INBOX", "UID STORE 3 +FLAGS (\\Deleted)");
  move_->options.delete_vanished = true;
  const UploadSummary summary = upload_again();
  EXPECT_EQ(summary.messages.vanished, 1U);
  EXPECT_EQ(summary.messages.removed, 1U);
  EXPECT_FALSE(summary.needs_attention());
  const auto inbox = messages("INBOX");
  ASSERT_THAT(inbox, SizeIs(2));
  EXPECT_THAT(inbox[1].flags, ElementsAre("\\Deleted"));
  EXPECT_EQ(upload_again().messages.vanished, 0U);
  tree_.add("message cur/1200000002.M2.host:2, mtime=1200000002");
  EXPECT_EQ(upload().messages.uploaded, 1U);
}

/// Whatever the removal was about, and also if only the marks of others were left to be put back.
TEST_P(DeltaTest, RemovalThatLosesItsConnectionIsFinishedInTheSameRun) {
  const auto upload_and_lose_one = [this] {
    upload_first();
    as_owner("INBOX", "STORE 3 +FLAGS (\\Deleted)");
    tree_.remove("cur/1200000002.M2.host:2,");
    move_->options.delete_vanished = true;
    move_->options.server.time.skip_to = [](Instant) {};
  };
  upload_and_lose_one();
  const auto before = static_cast<std::ptrdiff_t>(commands().size());
  EXPECT_EQ(upload_again().messages.removed, 1U);
  const std::vector<std::string> all = commands();
  const auto first = std::find_if(all.begin() + before, all.end(), [](const std::string& name) {
    return name == "UID SEARCH" || name == "UID STORE";
  });
  ASSERT_NE(first, all.end());
  for (auto number = first - all.begin() + 1; number < std::ssize(all); ++number) {
    for (const char* point : {"drop", "drop-after"}) {
      SCOPED_TRACE(fmt::format("{} at command {}", point, number));
      tree_.add("message cur/1200000002.M2.host:2, mtime=1200000002");
      upload_and_lose_one();
      server_->add_fault(*emulator::parse_fault(fmt::format("{}@*#{}", point, number)));
      const UploadSummary summary = upload_again();
      EXPECT_EQ(summary.messages.removed, 1U);
      EXPECT_FALSE(summary.needs_attention());
      const auto inbox = messages("INBOX");
      ASSERT_THAT(inbox, SizeIs(2));
      EXPECT_THAT(inbox[0].flags, ElementsAre("\\Seen"));
      EXPECT_THAT(inbox[1].flags, ElementsAre("\\Deleted"));
    }
  }
}

TEST_P(DeltaTest, DryRunSaysWhatWouldBeRemovedAndMoved) {
  upload_first();
  tree_.remove("cur/1200000002.M2.host:2,");
  tree_.rename("cur/1100000001.M1.host:2,S", ".Archive/cur/1700000000.M9.other:2,S");
  tree_.rename("new/1300000003.M3.host", "cur/1300000003.M3.host:2,S");
  move_->options.delete_vanished = true;
  move_->options.dry_run = true;
  for (int run = 1; run <= 2; ++run) {
    const UploadSummary summary = upload_again();
    EXPECT_EQ(summary.messages.removed, 1U);
    EXPECT_EQ(summary.messages.moved, 1U);
    EXPECT_EQ(summary.messages.flags_updated, 1U);
    EXPECT_THAT(messages("INBOX"), SizeIs(3));
  }
}

TEST_P(DeltaTest, TooManyVanishedMessagesAreListedAndStay) {
  upload_first();
  tree_.remove("cur/1200000002.M2.host:2,");
  tree_.remove("cur/1100000001.M1.host:2,S");
  move_->options.delete_vanished = true;
  move_->options.max_vanished = 1;
  const UploadSummary summary = upload_again();
  EXPECT_EQ(summary.messages.removed, 0U);
  ASSERT_THAT(summary.attention, SizeIs(1));
  EXPECT_EQ(summary.attention[0].kind, "too-many-vanished");
  EXPECT_THAT(summary.attention[0].text, HasSubstr("--max-vanished 2"));
  EXPECT_THAT(messages("INBOX"), SizeIs(3));
}

TEST_P(DeltaTest, OnlyAttentionSendsNothingNew) {
  upload_first();
  tree_.add("message new/1600000006.M6.host mtime=1600000006");
  tree_.rename("cur/1200000002.M2.host:2,", "cur/1200000002.M2.host:2,S");
  move_->options.only_attention = true;
  const UploadSummary summary = upload_again();
  EXPECT_EQ(summary.messages.skipped, 1U);
  EXPECT_EQ(summary.messages.flags_updated, 0U);
  move_->options.only_attention = false;
  EXPECT_EQ(upload().messages.uploaded, 1U);
}

TEST_P(DeltaTest, MailboxThatItsOwnerRemovedIsMadeAgainForNewMessagesOnly) {
  upload_first();
  as_owner("INBOX", "DELETE Archive");
  EXPECT_FALSE(upload_again().needs_attention());
  EXPECT_FALSE(server_->mailbox("Archive"));
  tree_.add("message .Archive/new/1600000006.M6.host mtime=1600000006");
  EXPECT_EQ(upload().messages.uploaded, 1U);
  EXPECT_THAT(messages("Archive"), SizeIs(1));
  appends_ = count_appends(*server_);
  EXPECT_FALSE(upload_again().needs_attention());
}

TEST_P(DeltaTest, MailboxThatTheServerMadeAnewIsRecognisedByContent) {
  upload_first();
  ASSERT_TRUE(server_->remove("INBOX", messages("INBOX").at(1).uid));
  server_->new_uid_validity();
  const UploadSummary summary = upload_again();
  ASSERT_THAT(summary.attention, SizeIs(1));
  EXPECT_EQ(summary.attention[0].kind, "mailbox-renewed");
  tree_.rename("new/1300000003.M3.host", "cur/1300000003.M3.host:2,S");
  const UploadSummary next = upload_again();
  EXPECT_EQ(next.messages.flags_updated, 1U);
  EXPECT_FALSE(next.needs_attention());
}

class DeltaOnAnyOther : public DeltaTest {};

TEST_P(DeltaOnAnyOther, TrashedMessageIsMarkedAndComesBack) {
  upload_first();
  tree_.rename("cur/1200000002.M2.host:2,", "cur/1200000002.M2.host:2,T");
  EXPECT_EQ(upload_again().messages.flags_updated, 1U);
  EXPECT_THAT(messages("INBOX").at(1).flags, ElementsAre("\\Deleted"));
  tree_.rename("cur/1200000002.M2.host:2,T", "cur/1200000002.M2.host:2,");
  EXPECT_EQ(upload_again().messages.flags_updated, 1U);
  EXPECT_THAT(messages("INBOX").at(1).flags, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Exchange, DeltaTest, ::testing::ValuesIn(kExchange), title_of);
INSTANTIATE_TEST_SUITE_P(Plain, DeltaTest, ::testing::ValuesIn(kPlain), title_of);
INSTANTIATE_TEST_SUITE_P(Profiles, DeltaOnExchange, ::testing::ValuesIn(kExchange), title_of);
INSTANTIATE_TEST_SUITE_P(Profiles, DeltaOnAnyOther, ::testing::ValuesIn(kPlain), title_of);

}  // namespace
}  // namespace mailhaul::migrate
