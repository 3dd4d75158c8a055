/// --delete-vanished in doubt: what may still be at the source, or cannot be removed, stays whole.
#include "delta_fixture.hpp"

#include <filesystem>
#include <string>

#include <gmock/gmock.h>

namespace mailhaul::migrate {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

class VanishedKept : public DeltaTest {
 protected:
  /// A message of INBOX has another name in another folder now.
  void move_to_archive() {
    tree_.rename("cur/1200000002.M2.host:2,", ".Archive/cur/1700000000.M9.other:2,");
  }

  void fault(const std::string& spec) { server_->add_fault(*emulator::parse_fault(spec)); }

  void expect_kept_in_inbox(const UploadSummary& summary) const {
    EXPECT_EQ(summary.messages.removed, 0U);
    EXPECT_THAT(summary.attention, Contains(Field(&Attention::kind, "vanished-kept")));
    EXPECT_THAT(messages("INBOX"), SizeIs(3));
  }

  void expect_moved() {
    const UploadSummary summary = upload_again();
    EXPECT_EQ(summary.messages.moved, 1U);
    EXPECT_EQ(summary.messages.removed, 0U);
    EXPECT_THAT(messages("INBOX"), SizeIs(2));
    EXPECT_THAT(messages("Archive"), SizeIs(2));
  }
};

TEST_P(VanishedKept, WhileAFolderCannotBeRead) {
  upload_first();
  move_to_archive();
  std::filesystem::rename(tree_.path(".Archive/cur"), tree_.path(".Archive/hidden"));
  std::filesystem::create_symlink("hidden", tree_.path(".Archive/cur"));
  move_->options.delete_vanished = true;
  for (const bool dry_run : {true, false}) {
    move_->options.dry_run = dry_run;
    expect_kept_in_inbox(upload_again());
  }
  std::filesystem::remove(tree_.path(".Archive/cur"));
  std::filesystem::rename(tree_.path(".Archive/hidden"), tree_.path(".Archive/cur"));
  expect_moved();
}

TEST_P(VanishedKept, WhileAFolderIsALink) {
  upload_first();
  move_to_archive();
  const std::string elsewhere = tree_.path() + ".elsewhere";
  std::filesystem::rename(tree_.path(".Archive"), elsewhere);
  std::filesystem::create_symlink(elsewhere, tree_.path(".Archive"));
  move_->options.delete_vanished = true;
  expect_kept_in_inbox(upload_again());
}

TEST_P(VanishedKept, WhileAFolderIsLost) {
  upload_first();
  tree_.remove("cur/1200000002.M2.host:2,");
  std::filesystem::remove_all(tree_.path(".Archive"));
  move_->options.delete_vanished = true;
  expect_kept_in_inbox(upload_again());
}

TEST_P(VanishedKept, WhileTheMailboxOfAFolderIsRefused) {
  upload_first();
  move_to_archive();
  move_->options.delete_vanished = true;
  fault("refuse@STATUS#1+:this mailbox is closed");
  const UploadSummary summary = upload_again();
  EXPECT_THAT(summary.attention, Contains(Field(&Attention::kind, "mailbox-refused")));
  EXPECT_EQ(summary.messages.removed, 0U);
  EXPECT_THAT(messages("INBOX"), SizeIs(3));
  server_->clear_faults();
  expect_moved();
}

TEST_P(VanishedKept, WhileAFileCannotBeRead) {
  upload_first();
  tree_.remove("cur/1200000002.M2.host:2,");
  tree_.add("fifo .Archive/cur/1700000000.M9.other:2,");
  move_->options.delete_vanished = true;
  expect_kept_in_inbox(upload_again());
}

TEST_P(VanishedKept, WhereItWentToAFolderThatIsLeftOut) {
  upload_first();
  move_to_archive();
  tree_.remove("cur/1100000001.M1.host:2,S");
  move_->options.delete_vanished = true;
  move_->options.selection.exclude = {"Archive"};
  for (const bool dry_run : {true, false}) {
    move_->options.dry_run = dry_run;
    const UploadSummary summary = upload_again();
    EXPECT_EQ(summary.messages.removed, 1U);
    EXPECT_FALSE(summary.needs_attention());
    EXPECT_THAT(move_->observer.notes, Contains(HasSubstr("1 messages of INBOX are left out")));
  }
  EXPECT_EQ(messages("INBOX").front().uid, 2U);
  EXPECT_THAT(messages("INBOX"), SizeIs(2));
}

TEST_P(VanishedKept, WhereItWentAsTrashedThatIsSkipped) {
  upload_first();
  tree_.rename("cur/1200000002.M2.host:2,", ".Archive/cur/1700000000.M9.other:2,T");
  move_->options.delete_vanished = true;
  move_->options.selection.trashed = target::TrashedPolicy::Skip;
  EXPECT_EQ(upload_again().messages.removed, 0U);
  EXPECT_THAT(messages("INBOX"), SizeIs(3));
}

TEST_P(VanishedKept, WhereItIsLargerNowThanWhatIsSent) {
  constexpr std::uint64_t kMaxSize = 100'000;
  tree_.add("message cur/1500000005.M5.host:2,S mtime=1500000005 size=1500000");
  upload_first(5);
  tree_.rename("cur/1500000005.M5.host:2,S", ".Archive/cur/1700000000.M9.other:2,S");
  move_->options.delete_vanished = true;
  move_->options.selection.max_size = kMaxSize;
  const UploadSummary summary = upload_again();
  EXPECT_EQ(summary.messages.moved, 1U);
  EXPECT_EQ(summary.messages.removed, 0U);
  EXPECT_THAT(messages("INBOX"), SizeIs(3));
  EXPECT_THAT(messages("Archive"), SizeIs(2));
}

TEST_P(VanishedKept, WhileItIsMovedDuringTheRun) {
  upload_first();
  const std::string former = "cur/1200000002.M2.host:2,";
  const std::string aside = tree_.path() + ".aside";
  std::filesystem::rename(tree_.path(former), aside);
  move_->options.delete_vanished = true;
  move_->observer.on_phase = [&](Phase phase) {
    if (phase == Phase::Flags) {
      std::filesystem::rename(aside, tree_.path(".Archive/cur/1700000000.M9.other:2,"));
    }
  };
  const UploadSummary summary = upload_again();
  EXPECT_EQ(summary.messages.removed, 0U);
  EXPECT_THAT(messages("INBOX"), SizeIs(3));
  move_->observer.on_phase = {};
  expect_moved();
}

TEST_P(VanishedKept, WhenTheServerRefusesToRemoveIt) {
  upload_first();
  tree_.remove("cur/1200000002.M2.host:2,");
  move_->options.delete_vanished = true;
  fault("refuse@UID EXPUNGE#1+:not now");
  fault("refuse@EXPUNGE#1+:not now");
  const UploadSummary summary = upload_again();
  expect_kept_in_inbox(summary);
  ASSERT_THAT(summary.attention, SizeIs(1));
  EXPECT_THAT(summary.attention[0].text, HasSubstr("not now"));
  EXPECT_THAT(messages("INBOX"),
              Each(Field(&emulator::MessageSnapshot::flags, Not(Contains("\\Deleted")))));
  server_->clear_faults();
  const UploadSummary next = upload_again();
  EXPECT_EQ(next.messages.removed, 1U);
  EXPECT_FALSE(next.needs_attention());
}

INSTANTIATE_TEST_SUITE_P(Exchange, VanishedKept, ::testing::ValuesIn(kExchange), title_of);
INSTANTIATE_TEST_SUITE_P(Plain, VanishedKept, ::testing::ValuesIn(kPlain), title_of);

}  // namespace
}  // namespace mailhaul::migrate
