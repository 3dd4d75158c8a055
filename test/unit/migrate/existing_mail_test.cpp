#include "upload_fixture.hpp"

#include <filesystem>
#include <string>

#include <gmock/gmock.h>

namespace mailhaul::migrate {
namespace {

using emulator::ProfileName;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Two messages share a Message-ID, and differ.
constexpr std::string_view kTree = R"(
maildir .
message cur/1100000001.M1.host:2,S mtime=1100000001
message cur/1200000002.M2.host:2, mtime=1200000002 id=<same@example.org> subject=one
message cur/1300000003.M3.host:2,F mtime=1300000003 id=<same@example.org> subject=two
maildir .Archive
message .Archive/cur/1400000004.M4.host:2,S mtime=1400000004
)";
constexpr std::size_t kMessages = 4;

class ExistingMailTest : public UploadFixture, public ::testing::WithParamInterface<ProfileName> {
 protected:
  ExistingMailTest() : UploadFixture(kTree) {}

  void start() {
    UploadFixture::start(GetParam());
    move_->options.accept_server_dates = GetParam() == ProfileName::Exchange2007;
  }

  /// A move whose journal was lost.
  void upload_and_lose_journal() {
    start();
    ASSERT_EQ(upload().messages.uploaded, kMessages);
    for (const char* end : {"", "-wal", "-shm", ".lock"}) {
      std::filesystem::remove(move_->options.journal_path + end);
    }
  }

  void expect_each_once() const {
    EXPECT_EQ(stored_in(*server_, "INBOX"), wire_forms(tree_, ""));
    EXPECT_EQ(stored_in(*server_, "Archive"), wire_forms(tree_, ".Archive"));
  }
};

/// Such as one that is restored from a backup while the run signs in.
TEST_P(ExistingMailTest, JournalThatComesMeanwhileCounts) {
  start();
  ASSERT_EQ(upload().messages.uploaded, kMessages);
  const std::string& journal = move_->options.journal_path;
  std::filesystem::rename(journal, journal + ".backup");
  move_->options.existing_mail = ExistingMail::Ignore;
  move_->observer.on_phase = [&](Phase phase) {
    if (phase == Phase::Connect) {
      std::filesystem::rename(journal + ".backup", journal);
    }
  };
  EXPECT_EQ(upload().messages.already_there, kMessages);
  expect_each_once();
}

TEST_P(ExistingMailTest, WithoutJournalNothingIsSentTwice) {
  upload_and_lose_journal();
  const std::size_t sent = count_appends(*server_);
  // The journal that the refused run leaves is no licence for the next one.
  for (int run = 1; run <= 2; ++run) {
    const auto summary = move_->run();
    ASSERT_FALSE(summary) << "run " << run;
    EXPECT_EQ(summary.error().kind, ErrorKind::Configuration);
    EXPECT_THAT(summary.error().text, HasSubstr("4 of 4 messages"));
    EXPECT_THAT(summary.error().hint, HasSubstr("--adopt"));
    EXPECT_THAT(summary.error().hint, HasSubstr("--no-adopt"));
  }
  EXPECT_EQ(count_appends(*server_), sent);
  EXPECT_THAT(server_->violations(), IsEmpty());
}

TEST_P(ExistingMailTest, AdoptedMessagesAreNeverUploadedAgain) {
  upload_and_lose_journal();
  ASSERT_TRUE(server_->remove("INBOX", messages("INBOX").at(1).uid));
  tree_.add("message new/1600000006.M6.host mtime=1600000006");
  const std::size_t sent = count_appends(*server_);
  move_->options.existing_mail = ExistingMail::Adopt;
  const UploadSummary summary = upload();
  EXPECT_EQ(summary.messages.adopted, kMessages - 1);
  EXPECT_EQ(summary.messages.uploaded, 2U);
  EXPECT_FALSE(summary.needs_attention());
  EXPECT_EQ(count_appends(*server_), sent + 2);
  expect_each_once();
  move_->options.existing_mail = ExistingMail::Refuse;
  EXPECT_EQ(upload().messages.already_there, kMessages + 1);
  EXPECT_EQ(count_appends(*server_), sent + 2);
}

/// The answer to SEARCH is one line, which no client can take from a mailbox of any size.
TEST_P(ExistingMailTest, AdoptingSearchesForNothing) {
  upload_and_lose_journal();
  move_->options.existing_mail = ExistingMail::Adopt;
  EXPECT_EQ(upload().messages.adopted, kMessages);
  for (const emulator::Event& event : server_->events()) {
    EXPECT_THAT(std::string(event.field("name")), ::testing::Not(HasSubstr("SEARCH")));
  }
}

TEST_P(ExistingMailTest, DryRunSaysWhatWouldBeAdoptedAndChangesNothing) {
  upload_and_lose_journal();
  ASSERT_TRUE(server_->remove("INBOX", messages("INBOX").at(1).uid));
  tree_.add("maildir .New\nmessage .New/cur/1600000006.M6.host:2,S mtime=1600000006");
  const std::size_t sent = count_appends(*server_);
  move_->options.existing_mail = ExistingMail::Adopt;
  move_->options.dry_run = true;
  for (int run = 1; run <= 2; ++run) {
    SCOPED_TRACE(run);
    const UploadSummary summary = upload();
    EXPECT_EQ(summary.messages.adopted, kMessages - 1);
    // What would be: the one that was removed, and the one that is new.
    EXPECT_EQ(summary.messages.uploaded, 2U);
    EXPECT_FALSE(summary.needs_attention());
  }
  EXPECT_EQ(count_appends(*server_), sent);
  EXPECT_FALSE(server_->mailbox("New"));
  EXPECT_FALSE(std::filesystem::exists(move_->options.journal_path));
  move_->options.dry_run = false;
  EXPECT_EQ(upload().messages.adopted, kMessages - 1);
  EXPECT_THAT(server_->violations(), IsEmpty());
}

TEST_P(ExistingMailTest, FlagsOfAdoptedMessagesFollowFromThenOn) {
  upload_and_lose_journal();
  move_->options.existing_mail = ExistingMail::Adopt;
  upload();
  tree_.rename("cur/1200000002.M2.host:2,", "cur/1200000002.M2.host:2,R");
  EXPECT_EQ(upload().messages.flags_updated, 1U);
  EXPECT_THAT(messages("INBOX").at(1).flags, ::testing::ElementsAre("\\Answered"));
}

TEST_P(ExistingMailTest, AdoptingThatWasInterruptedIsFinishedFirst) {
  upload_and_lose_journal();
  const std::size_t sent = count_appends(*server_);
  move_->options.existing_mail = ExistingMail::Adopt;
  server_->add_fault(emulator::parse_fault("drop@UID FETCH#1+").value());
  move_->options.server.time.skip_to = [](Instant) {};  // pauses between connections take no time
  const auto first = move_->run();
  ASSERT_TRUE(first) << first.error().message();
  ASSERT_TRUE(first->stopped);
  EXPECT_EQ(count_appends(*server_), sent);
  server_->clear_faults();
  move_->options.existing_mail = ExistingMail::Refuse;
  EXPECT_EQ(upload().messages.adopted, kMessages);
  EXPECT_EQ(count_appends(*server_), sent);
  expect_each_once();
}

TEST_P(ExistingMailTest, WhoWantsItHasEverythingTwice) {
  upload_and_lose_journal();
  move_->options.existing_mail = ExistingMail::Ignore;
  EXPECT_EQ(upload().messages.uploaded, kMessages);
  EXPECT_THAT(messages("INBOX"), SizeIs(6));
}

TEST_P(ExistingMailTest, OtherMailInTheMailboxIsNoReasonToStop) {
  start();
  ASSERT_TRUE(
      server_->deliver("INBOX", "Message-ID: <new@example.org>\r\nSubject: x\r\n\r\nHi.\r\n"));
  EXPECT_EQ(upload().messages.uploaded, kMessages);
}

TEST_P(ExistingMailTest, LargeMailboxIsSearchedForASample) {
  upload_and_lose_journal();
  for (int i = 0; i < 5001; ++i) {
    ASSERT_TRUE(server_->deliver("INBOX", "Subject: x\r\n\r\nHi.\r\n"));
  }
  const auto summary = move_->run();
  ASSERT_FALSE(summary);
  EXPECT_THAT(summary.error().text, HasSubstr("4 of 4 messages"));
}

INSTANTIATE_TEST_SUITE_P(Profiles, ExistingMailTest,
                         ::testing::Values(ProfileName::Exchange2007, ProfileName::Exchange2016),
                         [](const auto& each) {
                           return std::string(emulator::to_string(each.param));
                         });

}  // namespace
}  // namespace mailhaul::migrate
