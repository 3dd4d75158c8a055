#include "support/raw_imap.hpp"
#include "upload_fixture.hpp"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/net/wakeup.hpp>

namespace mailhaul::migrate {
namespace {

using emulator::EventKind;
using emulator::MessageSnapshot;
using emulator::ProfileName;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::string_view kTree = R"(
maildir .
message cur/1100000001.M1.host:2,S mtime=1100000001
message cur/1200000002.M2.host:2,RF mtime=1200000002
message new/1300000003.M3.host mtime=1300000003 eol=crlf
maildir .Sent
message .Sent/cur/1400000004.M4.host:2,DS mtime=1400000004
maildir .Work.Plans
message .Work.Plans/cur/1500000005.M5.host:2,FS mtime=1500000005 size=200000
)";
constexpr std::size_t kMessages = 5;

class UploadTest : public UploadFixture {
 protected:
  UploadTest() : UploadFixture(kTree) {}

  void expect_complete() const {
    EXPECT_EQ(stored_in(*server_, "INBOX"), wire_forms(tree_, ""));
    EXPECT_EQ(stored_in(*server_, "Sent Items"), wire_forms(tree_, ".Sent"));
    EXPECT_EQ(stored_in(*server_, "Work/Plans"), wire_forms(tree_, ".Work.Plans"));
    EXPECT_THAT(server_->violations(), IsEmpty());
  }
};

TEST(UploadOfTrashed, StaysWhereItIsIfTheMailboxForDeletedItemsCannotBeUsed) {
  const test::TemporaryMaildir tree(R"(
maildir .
message cur/1100000001.M1.host:2,ST mtime=1100000001
)");
  const auto counted = start_server(emulated(ProfileName::Exchange2016));
  Move rehearsal(tree, *counted);
  rehearsal.options.selection.trashed = target::TrashedPolicy::Move;
  ASSERT_TRUE(rehearsal.run());
  ASSERT_EQ(stored_in(*counted, "Deleted Items").size(), 1U);

  const auto server = start_server(emulated(ProfileName::Exchange2016));
  // The last mailbox that is asked about.
  const std::uint64_t last = count_commands(*counted, "STATUS");
  server->add_fault({.point = emulator::FaultPoint::Refuse,
                     .command = "STATUS",
                     .first = last,
                     .last = last,
                     .text = "no rights"});
  Move move(tree, *server);
  move.options.selection.trashed = target::TrashedPolicy::Move;
  const Result<UploadSummary> summary = move.run();
  ASSERT_TRUE(summary) << summary.error().message();
  EXPECT_FALSE(summary->stopped) << summary->stopped->message();
  EXPECT_EQ(summary->messages.uploaded, 1U);
  EXPECT_EQ(stored_in(*server, "INBOX").size(), 1U);
  EXPECT_THAT(move.observer.notes, Contains(HasSubstr("Deleted Items cannot be used")));
}

/// The UIDs that are known would name other messages.
TEST(UploadOfFlagged, KeepsItsFlagIfTheMailboxIsMadeAnewBeforeFlagsAreStored) {
  const test::TemporaryMaildir tree(R"(
maildir .
message cur/1100000001.M1.host:2,FS mtime=1100000001
message cur/1200000002.M2.host:2,S mtime=1200000002
)");
  const auto counted = start_server(emulated(ProfileName::Exchange2016));
  ASSERT_TRUE(Move(tree, *counted).run());

  const auto server = start_server(emulated(ProfileName::Exchange2016));
  {
    // Something was there before, so that new UIDs are other ones.
    test::RawImap owner(server->port());
    owner.line();
    owner.command("LOGIN demo demo");
    owner.append("INBOX (\\Deleted)", "Subject: old\r\n\r\nx\r\n");
    owner.command("SELECT INBOX");
    ASSERT_THAT(owner.result("EXPUNGE"), HasSubstr("OK"));
  }
  // The last SELECT is that of the flags.
  const std::uint64_t last = count_commands(*counted, "SELECT") + 1;
  server->add_fault({.point = emulator::FaultPoint::NewUidValidity,
                     .command = "SELECT",
                     .first = last,
                     .last = last});
  Move move(tree, *server);
  const Result<UploadSummary> summary = move.run();
  ASSERT_TRUE(summary) << summary.error().message();
  EXPECT_FALSE(summary->stopped) << summary->stopped->message();
  EXPECT_FALSE(summary->needs_attention());
  const auto inbox = server->mailbox("INBOX");
  ASSERT_TRUE(inbox);
  ASSERT_THAT(inbox->messages, SizeIs(2));
  for (const MessageSnapshot& message : inbox->messages) {
    EXPECT_EQ(message.visible_as_flagged_in_outlook(), message.internal_date == 1100000001);
  }
}

class UploadToEveryExchange : public UploadTest, public ::testing::WithParamInterface<ProfileName> {
 protected:
  void start() {
    emulator::Options options = emulated(GetParam());
    const bool by_token = GetParam() == ProfileName::ExchangeOnline;
    options.tls = by_token ? emulator::Tls::Implicit : emulator::Tls::None;
    UploadTest::start(std::move(options));
    move_->options.sign_in.kind = by_token ? SecretKind::OAuthToken : SecretKind::Password;
    move_->options.accept_server_dates = GetParam() == ProfileName::Exchange2007;
  }
};

TEST_P(UploadToEveryExchange, StoresEveryMessageOnce) {
  start();
  const UploadSummary summary = upload();
  expect_complete();
  EXPECT_EQ(summary.profile, emulator::to_string(GetParam()));
  EXPECT_EQ(summary.messages.found, kMessages);
  EXPECT_EQ(summary.messages.uploaded, kMessages);
  EXPECT_EQ(move_->observer.count(Outcome::Stored), static_cast<std::ptrdiff_t>(kMessages));
  EXPECT_FALSE(summary.needs_attention());
}

TEST_P(UploadToEveryExchange, SecondRunSendsNothing) {
  start();
  upload();
  const std::size_t sent = count_appends(*server_);
  EXPECT_EQ(sent, kMessages);
  const UploadSummary summary = upload();
  EXPECT_EQ(count_appends(*server_), sent);
  EXPECT_EQ(summary.messages.uploaded, 0U);
  EXPECT_EQ(summary.messages.already_there, kMessages);
  expect_complete();
}

TEST_P(UploadToEveryExchange, FlaggedIsSetByStoreAlone) {
  start();
  upload();
  const auto inbox = messages("INBOX");
  ASSERT_THAT(inbox, SizeIs(3));
  EXPECT_FALSE(inbox[0].visible_as_flagged_in_outlook());
  EXPECT_TRUE(inbox[1].visible_as_flagged_in_outlook());
  EXPECT_TRUE(messages("Work/Plans").at(0).visible_as_flagged_in_outlook());
  EXPECT_EQ(server_->conduct().flagged_appends, 0U);
}

INSTANTIATE_TEST_SUITE_P(Profiles, UploadToEveryExchange,
                         ::testing::Values(ProfileName::Exchange2007, ProfileName::Exchange2010,
                                           ProfileName::Exchange2013, ProfileName::Exchange2016,
                                           ProfileName::ExchangeOnline),
                         [](const auto& each) {
                           std::string name(emulator::to_string(each.param));
                           std::erase(name, '-');
                           return name;
                         });

TEST_F(UploadTest, FlagsAndDatesArriveWithTheMessage) {
  start(ProfileName::Exchange2016);
  upload();
  const auto inbox = messages("INBOX");
  ASSERT_THAT(inbox, SizeIs(3));
  EXPECT_THAT(inbox[0].flags, ElementsAre("\\Seen"));
  EXPECT_THAT(inbox[1].flags, ElementsAre("\\Answered", "\\Flagged"));
  EXPECT_THAT(inbox[2].flags, IsEmpty());
  EXPECT_THAT(messages("Sent Items").at(0).flags, ElementsAre("\\Draft", "\\Seen"));
  EXPECT_EQ(inbox[0].internal_date, 1100000001);
  EXPECT_EQ(inbox[2].internal_date, 1300000003);
}

TEST_F(UploadTest, ServerThatReplacesDatesStopsEveryRunUntilThatIsAccepted) {
  start(ProfileName::Exchange2007);
  for (int run = 1; run <= 2; ++run) {
    const auto summary = move_->run();
    ASSERT_TRUE(summary) << summary.error().message();
    ASSERT_TRUE(summary->stopped) << "run " << run;
    EXPECT_EQ(summary->stopped->kind, ErrorKind::Configuration);
    EXPECT_EQ(count_appends(*server_), static_cast<std::size_t>(run));
  }
  move_->options.accept_server_dates = true;
  EXPECT_EQ(upload().messages.uploaded, kMessages - 2);
  expect_complete();
}

TEST_F(UploadTest, DatesAreLookedAtOnceHoweverManyMessagesAreLeftOut) {
  tree_.add("message cur/10%n.M.host:2,S repeat=300 mtime=1000000000");
  start(ProfileName::Exchange2016);
  move_->options.selection.since = 1500000000;
  const UploadSummary summary = upload();
  EXPECT_EQ(summary.messages.uploaded, 1U);
  EXPECT_EQ(summary.messages.skipped, kMessages - 1 + 300);
  EXPECT_LT(server_->conduct().commands, 30U);
}

TEST_F(UploadTest, PauseThatTheServerAsksForWhileFlagsAreStoredIsMade) {
  start(ProfileName::Exchange2016);
  server_->add_fault({.point = emulator::FaultPoint::Refuse,
                      .command = "UID STORE",
                      .text = "Request is throttled. Suggested Backoff Time: 20 milliseconds"});
  const UploadSummary summary = upload();
  EXPECT_FALSE(summary.needs_attention());
  EXPECT_TRUE(messages("INBOX").at(1).visible_as_flagged_in_outlook());
  EXPECT_TRUE(messages("Work/Plans").at(0).visible_as_flagged_in_outlook());
}

/// The server hangs up after ten.
TEST_F(UploadTest, RefusedFlagsAreListedAndDoNotEndTheConnection) {
  constexpr std::size_t kFolders = 12;
  for (std::size_t i = 0; i < kFolders; ++i) {
    const std::string folder(3, static_cast<char>('a' + i));
    tree_.add("maildir ." + folder + "\nmessage ." + folder + "/cur/1600000001.M1.host:2,FS");
  }
  start(ProfileName::Exchange2016);
  server_->add_fault({.point = emulator::FaultPoint::Refuse,
                      .command = "UID STORE",
                      .last = 1000,
                      .text = "[CANNOT] Not today"});
  const UploadSummary summary = upload();
  EXPECT_EQ(summary.messages.uploaded, kMessages + kFolders);
  EXPECT_EQ(summary.attention_total, kFolders + 2);
  EXPECT_EQ(count_commands(*server_, "UID STORE"), kFolders + 2);
  EXPECT_THAT(server_->violations(), IsEmpty());
}

TEST_F(UploadTest, SourceIsNotTouched) {
  const std::string before = test::describe_tree(tree_.path());
  start(ProfileName::Exchange2016);
  upload();
  EXPECT_EQ(test::describe_tree(tree_.path()), before);
}

TEST_F(UploadTest, LaterRunPicksUpWhatIsNew) {
  start(ProfileName::Exchange2016);
  upload();
  tree_.add(
      "message new/1600000006.M6.host mtime=1600000006\n"
      "maildir .Later\nmessage .Later/cur/1600000007.M7.host:2,S");
  const UploadSummary summary = upload();
  EXPECT_EQ(summary.messages.uploaded, 2U);
  EXPECT_EQ(count_appends(*server_), kMessages + 2);
  EXPECT_EQ(stored_in(*server_, "Later"), wire_forms(tree_, ".Later"));
  expect_complete();
}

TEST_F(UploadTest, MailboxThatIsRefusedLaterKeepsWhatIsThere) {
  start(ProfileName::Exchange2016);
  upload();
  const std::uint64_t in_first_run = count_commands(*server_, "STATUS");
  upload();
  const std::uint64_t in_both = count_commands(*server_, "STATUS");
  tree_.add("message .Work.Plans/cur/1600000006.M6.host:2,S");
  tree_.add("message .Sent/cur/1600000007.M7.host:2,S");
  // That of the last folder; the mailbox for deleted items is asked about behind it.
  const std::uint64_t of_last_folder = in_both + (in_both - in_first_run) - 1;
  server_->add_fault({.point = emulator::FaultPoint::Refuse,
                      .command = "STATUS",
                      .first = of_last_folder,
                      .last = of_last_folder,
                      .text = "no rights"});
  const UploadSummary summary = upload();
  EXPECT_EQ(summary.messages.found, kMessages + 2);
  EXPECT_EQ(summary.messages.already_there, kMessages);
  EXPECT_EQ(summary.messages.uploaded, 1U);
  EXPECT_EQ(summary.messages.refused, 1U);
  ASSERT_THAT(summary.attention, SizeIs(1));
  EXPECT_THAT(summary.attention[0].text, HasSubstr("of the folder's 2 messages 1 are there"));
}

/// Those behind it wait for another connection, which is no answer to them.
TEST_F(UploadTest, MessageThatWaitedForConnectionsMayStillBePutOff) {
  constexpr std::uint64_t kLastLost = 10;
  tree_.add("message cur/140000%n.M.host:2,S repeat=14");
  start(ProfileName::Exchange2016);
  server_->add_fault({.point = emulator::FaultPoint::Drop,
                      .command = "APPEND",
                      .first = 2,
                      .last = kLastLost,
                      .every = 2});
  server_->add_fault({.point = emulator::FaultPoint::Refuse,
                      .command = "APPEND",
                      .first = kLastLost + 1,
                      .last = kLastLost + 1,
                      .text = "[EXPUNGEISSUED] Not now"});
  const UploadSummary summary = upload();
  EXPECT_EQ(summary.messages.uploaded, kMessages + 14);
  EXPECT_FALSE(summary.needs_attention());
}

TEST_F(UploadTest, MessageThatWasReadSinceIsNoNewMessage) {
  start(ProfileName::Exchange2016);
  upload();
  tree_.rename("new/1300000003.M3.host", "cur/1300000003.M3.host:2,S");
  EXPECT_EQ(upload().messages.already_there, kMessages);
  EXPECT_EQ(count_appends(*server_), kMessages);
}

TEST_F(UploadTest, MessageThatCannotBeStoredIsListedAndStopsNoOther) {
  tree_.add(R"(message cur/1000000000.M0.host:2, text=To:\x20a@b,c@d,e@f\nSubject:\x20x\n\nHi.\n)");
  // Stricter than any Exchange that the target's rules know of, so that the message is sent.
  start(ProfileName::Exchange2016, {"recipients=2"});
  move_->options.repair = false;
  const UploadSummary summary = upload();
  EXPECT_EQ(summary.messages.uploaded, kMessages);
  EXPECT_EQ(summary.messages.refused, 1U);
  ASSERT_THAT(summary.attention, SizeIs(1));
  EXPECT_EQ(summary.attention[0].unique_name, "1000000000.M0.host");
  EXPECT_EQ(summary.attention[0].mailbox, "INBOX");
  EXPECT_EQ(summary.attention[0].kind, "refused-content");
  EXPECT_EQ(stored_in(*server_, "Sent Items"), wire_forms(tree_, ".Sent"));
}

TEST_F(UploadTest, WhatTheServerRefusesIsTriedAgainByTheNextRun) {
  start(ProfileName::Exchange2016, {"append_limit=100000"});
  const UploadSummary first = upload();
  EXPECT_EQ(first.messages.uploaded, kMessages - 1);
  ASSERT_THAT(first.attention, SizeIs(1));
  EXPECT_EQ(first.attention[0].kind, "too-big");
  EXPECT_EQ(first.attention[0].folder, "Work/Plans");
  const UploadSummary second = upload();
  EXPECT_EQ(second.messages.refused, 1U);
  EXPECT_THAT(second.attention, SizeIs(1));
}

TEST_F(UploadTest, FolderThatTheServerWillNotTakeIsLeftAtTheFirstAnswer) {
  for (int number = 0; number < 50; ++number) {
    tree_.add(fmt::format("file cur/{}.M1.host:2,S text=letter", 1300000000 + number));
  }
  start(ProfileName::Exchange2016);
  server_->add_fault(*emulator::parse_fault("refuse@APPEND#2+:[NOPERM] not yours to write"));
  const UploadSummary summary = upload();
  EXPECT_EQ(summary.messages.uploaded, 1U);
  EXPECT_EQ(summary.messages.uploaded + summary.messages.refused, summary.messages.found);
  // One that is stored, and one refusal for each mailbox.
  EXPECT_LE(count_commands(*server_, "APPEND"), 1 + summary.mailboxes.planned);
}

TEST_F(UploadTest, DryRunSendsNothingAndLeavesNoJournal) {
  start(ProfileName::Exchange2016);
  move_->options.dry_run = true;
  const UploadSummary summary = upload();
  EXPECT_TRUE(summary.dry_run);
  EXPECT_EQ(summary.messages.found, kMessages);
  EXPECT_EQ(summary.mailboxes.created, 2U);
  EXPECT_EQ(count_appends(*server_), 0U);
  EXPECT_FALSE(server_->mailbox("Work"));
  EXPECT_FALSE(std::filesystem::exists(move_->options.journal_path));
}

TEST_F(UploadTest, DryRunWithoutServerJudgesByTheProfile) {
  start(ProfileName::Exchange2016);
  move_->options.dry_run = true;
  move_->options.server.host.clear();
  move_->options.server.profile = target::Profile::Exchange2007;
  const UploadSummary summary = upload();
  EXPECT_EQ(summary.profile, "exchange2007");
  EXPECT_EQ(summary.messages.found, kMessages);
  EXPECT_EQ(server_->conduct().commands, 0U);
}

TEST_F(UploadTest, StopSignalEndsTheRunAndTheNextOneCompletesIt) {
  emulator::Options options = emulated(ProfileName::Exchange2016);
  options.faults = {emulator::parse_fault("delay@APPEND#2:1s").value()};
  start(std::move(options));
  const auto wakeup = net::Wakeup::make();
  ASSERT_TRUE(wakeup);
  std::atomic<bool> stop = false;
  move_->observer.on_message = [&](const RecordedMessage&) {
    stop = true;
    wakeup->notify();
  };
  const auto first = move_->run({.requested = &stop, .wake_fd = wakeup->fd()});
  ASSERT_TRUE(first) << first.error().message();
  ASSERT_TRUE(first->stopped);
  EXPECT_EQ(first->stopped->kind, ErrorKind::Interrupted);
  EXPECT_LT(first->messages.uploaded, kMessages);
  move_->observer.on_message = {};
  EXPECT_GT(upload().messages.uploaded, 0U);
  expect_complete();
}

TEST_F(UploadTest, RefusedSignInSendsOneCommandOnly) {
  start(ProfileName::Exchange2016);
  move_->options.sign_in.secret = [] { return Result<Secret>(Secret(std::string("wrong"))); };
  const auto summary = move_->run();
  ASSERT_FALSE(summary);
  EXPECT_EQ(summary.error().kind, ErrorKind::Authentication);
  EXPECT_EQ(server_->conduct().most_failures_on_a_connection, 1U);
  EXPECT_THAT(summary.error().message(), ::testing::Not(HasSubstr("wrong")));
}

TEST_F(UploadTest, JournalOfAnotherMailboxIsRefused) {
  start(ProfileName::Exchange2016);
  upload();
  move_->options.maildir += "/elsewhere";
  const std::size_t sent = count_appends(*server_);
  const auto summary = move_->run();
  ASSERT_FALSE(summary);
  EXPECT_EQ(summary.error().kind, ErrorKind::Journal);
  EXPECT_EQ(count_appends(*server_), sent);
}

TEST_F(UploadTest, WindowOfAPlainServerKeepsManyMessagesInFlight) {
  start(ProfileName::Exchange2016, {"no_pipeline=ignore"});
  tree_.add("message cur/17%n.M.host:2,S repeat=300");
  move_->options.server.profile = target::Profile::Imap;
  const UploadSummary summary = upload();
  EXPECT_EQ(summary.messages.uploaded, kMessages + 300);
  EXPECT_EQ(stored_in(*server_, "INBOX"), wire_forms(tree_, ""));
}

TEST_F(UploadTest, ServerThatAsksForPausesForEverEndsTheRun) {
  start(ProfileName::Exchange2016, {"no_pipeline=ignore", "error_limit=100000"});
  move_->options.server.profile = target::Profile::Imap;
  Instant now{std::chrono::hours(1)};
  move_->options.server.time = {.now = [&] { return now; },
                                .skip_to = [&](Instant due) { now = due; }};
  server_->add_fault(*emulator::parse_fault(
      "refuse@APPEND#1+:Request is throttled. Suggested Backoff Time: 5000 milliseconds"));
  const auto summary = move_->run();
  ASSERT_TRUE(summary) << summary.error().message();
  ASSERT_TRUE(summary->stopped);
  EXPECT_EQ(summary->stopped->kind, ErrorKind::Throttled);
  EXPECT_EQ(summary->messages.uploaded, 0U);
}

TEST_F(UploadTest, TrashedMessagesMoveToDeletedItems) {
  tree_.add("message cur/1450000000.M8.host:2,ST mtime=1450000000");
  start(ProfileName::Exchange2016);
  upload();
  const auto deleted = messages("Deleted Items");
  ASSERT_THAT(deleted, SizeIs(1));
  EXPECT_THAT(deleted[0].flags, ElementsAre("\\Seen"));
  EXPECT_THAT(messages("INBOX"), SizeIs(3));
}

}  // namespace
}  // namespace mailhaul::migrate
