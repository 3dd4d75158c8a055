#include "support/rewriting_proxy.hpp"
#include "uploaded_fixture.hpp"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/imap/command.hpp>
#include <mailhaul/journal/journal.hpp>
#include <mailhaul/migrate/rollback.hpp>
#include <mailhaul/migrate/server_connection.hpp>
#include <mailhaul/net/wakeup.hpp>

namespace mailhaul::migrate {
namespace {

using emulator::ProfileName;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// Every mailbox with its messages and their flags.
using Picture = std::map<std::string, std::vector<std::string>>;

Picture picture_of(const emulator::Server& server) {
  Picture picture;
  for (const emulator::MailboxSnapshot& mailbox : server.mailboxes()) {
    std::vector<std::string>& messages = picture[mailbox.name];
    for (const emulator::MessageSnapshot& message : mailbox.messages) {
      messages.push_back(std::to_string(message.uid));
      for (const std::string& flag : message.flags) {
        messages.back() += " " + flag;
      }
    }
  }
  return picture;
}

class RollbackTest : public UploadedFixture {
 protected:
  [[nodiscard]] RollbackOptions options() const {
    ServerOptions server = move_->options.server;
    server.time.skip_to = [](Instant) {};  // pauses cost no time
    return {.server = std::move(server),
            .sign_in = move_->options.sign_in,
            .journal_path = move_->options.journal_path,
            .settle_after = std::chrono::seconds(0)};
  }

  RollbackSummary roll_back(const RollbackOptions& options) {
    Result<RollbackSummary> summary = rollback(options, observer_, {});
    EXPECT_TRUE(summary) << (summary ? "" : summary.error().message());
    if (!summary) {
      return {};
    }
    EXPECT_FALSE(summary->stopped) << summary->stopped->message();
    return *std::move(summary);
  }

  RollbackSummary roll_back() { return roll_back(options()); }

  /// The journal's row of the message that has this UID.
  static journal::MessageRow row_of(journal::Journal& journal, const std::string& mailbox,
                                    std::uint32_t uid) {
    const auto mailboxes = journal.mailboxes().value();
    const auto found = std::ranges::find(mailboxes, mailbox, &journal::MailboxRow::name);
    return journal.stored_above(found->id, uid - 1, 1)->front();
  }

  /// Such that the run looks twice at every mailbox: in the end for a message that was sent without
  /// an answer, and is not there.
  RollbackOptions options_for_two_passes() {
    auto journal = journal::Journal::open_existing(move_->options.journal_path, false);
    EXPECT_TRUE(server_->remove("Work/Plans", 1));
    EXPECT_TRUE(journal->set_unknown(row_of(*journal, "Work/Plans", 1).id, {}));
    RollbackOptions options = this->options();
    options.settle_after = std::chrono::minutes(5);
    return options;
  }

  void make_another(const std::string& mailbox, std::uint32_t uid) {
    auto journal = journal::Journal::open_existing(move_->options.journal_path, false);
    journal::MessageRow row = row_of(*journal, mailbox, uid);
    row.subject_hash ^= 1;
    ASSERT_TRUE(journal->put_message(row));
  }

  /// Of the first message of INBOX nobody knows whether it arrived, of the second not under which
  /// UID.
  void forget_two_uids() {
    auto journal = journal::Journal::open_existing(move_->options.journal_path, false);
    const journal::MessageRow stored = row_of(*journal, "INBOX", 2);
    journal::MessageRow unknown = row_of(*journal, "INBOX", 1);
    unknown.state = journal::State::Unknown;
    unknown.uid.reset();
    ASSERT_TRUE(journal->put_message(unknown));
    ASSERT_TRUE(journal->set_stored(stored.id, std::nullopt, stored.flags_set));
  }

  /// With answers of the server that are rewritten on their way.
  RollbackSummary roll_back_through(const test::RewritingProxy::Rewrite& rewrite) {
    return roll_back_through(rewrite, options());
  }

  RollbackSummary roll_back_through(const test::RewritingProxy::Rewrite& rewrite,
                                    RollbackOptions options) {
    const test::RewritingProxy proxy(server_->port(), rewrite);
    options.server.port = proxy.port();
    return roll_back(options);
  }

  void mark(const std::string& mailbox, std::uint32_t uid, imap::SystemFlag flag) {
    store(mailbox, uid, imap::StoreAction::Add, flag);
  }

  [[nodiscard]] bool is_subscribed(const std::string& mailbox) const {
    const auto snapshot = server_->mailbox(mailbox);
    return snapshot && snapshot->subscribed;
  }

  /// Other people's mail, some of it marked as deleted.
  void fill_with_others() {
    for (int i = 0; i < 3; ++i) {
      ASSERT_TRUE(server_->deliver("INBOX", fmt::format("Subject: other {}\r\n\r\nx\r\n", i)));
    }
    ASSERT_TRUE(server_->deliver("Sent Items", "Subject: other\r\n\r\nx\r\n"));
    mark("INBOX", 2, imap::SystemFlag::Deleted);
    mark("Sent Items", 1, imap::SystemFlag::Deleted);
  }

  RecordingObserver observer_;
};

class RollbackOnEveryExchange : public RollbackTest,
                                public ::testing::WithParamInterface<ProfileName> {};

TEST_P(RollbackOnEveryExchange, LeavesTheMailboxAsItWas) {
  start(GetParam());
  fill_with_others();
  const Picture before = picture_of(*server_);
  upload();
  EXPECT_NE(picture_of(*server_), before);
  const RollbackSummary summary = roll_back();
  EXPECT_EQ(picture_of(*server_), before);
  EXPECT_EQ(summary.messages.removed, kMessages);
  EXPECT_EQ(summary.messages.already_gone, 0U);
  EXPECT_EQ(summary.mailboxes.removed, 2U);
  EXPECT_FALSE(summary.needs_attention());
  EXPECT_THAT(server_->violations(), IsEmpty());
}

TEST_P(RollbackOnEveryExchange, TakesBackTheSubscriptionsThatTheUploadMade) {
  tree_.add("file subscriptions text=Sent\\nWork.Plans\\n\n");
  start(GetParam());
  upload();
  EXPECT_TRUE(is_subscribed("Sent Items"));
  EXPECT_TRUE(is_subscribed("Work/Plans"));
  roll_back();
  EXPECT_FALSE(is_subscribed("Sent Items"));
  upload();
  EXPECT_TRUE(is_subscribed("Sent Items"));
}

TEST_P(RollbackOnEveryExchange, KeepsWhatTheOwnerHadSubscribed) {
  tree_.add("file subscriptions text=Sent\\n\n");
  start(GetParam());
  run_command("INBOX", imap::Command::subscribe("Sent Items"));
  upload();
  roll_back();
  EXPECT_TRUE(is_subscribed("Sent Items"));
}

TEST_P(RollbackOnEveryExchange, UploadAfterItStartsClean) {
  start(GetParam());
  fill_with_others();
  upload();
  const Picture uploaded = picture_of(*server_);
  roll_back();
  const UploadSummary again = upload();
  EXPECT_EQ(again.messages.uploaded, kMessages);
  EXPECT_EQ(again.mailboxes.created, 2U);
  EXPECT_EQ(stored_in(*server_, "INBOX").size(), 6U);
  EXPECT_EQ(picture_of(*server_).at("Work/Plans"), uploaded.at("Work/Plans"));
  EXPECT_EQ(roll_back().messages.removed, kMessages);
}

/// The connection is lost at each command in turn; the same run goes on.
TEST_P(RollbackOnEveryExchange, GoesOnAfterALostConnection) {
  tree_.add("file subscriptions text=Sent\\nWork.Plans\\n\n");
  for (const std::string command :
       {"SELECT", "EXAMINE", "UID FETCH", "UID STORE", "UID EXPUNGE", "UID SEARCH", "EXPUNGE",
        "LIST", "STATUS", "DELETE", "UNSELECT", "LSUB", "UNSUBSCRIBE"}) {
    SCOPED_TRACE(command);
    start(GetParam());
    fill_with_others();
    const Picture before = picture_of(*server_);
    upload();
    const std::uint64_t seen = count_commands(*server_, command);
    server_->add_fault({.point = emulator::FaultPoint::Drop,
                        .command = command,
                        .first = seen + 1,
                        .last = seen + 1});
    const RollbackSummary summary = roll_back();
    EXPECT_EQ(picture_of(*server_), before);
    EXPECT_EQ(summary.messages.removed, kMessages);
    EXPECT_FALSE(summary.needs_attention());
  }
}

/// It may be the message that the server shows without a Message-ID, and then nobody removed it.
TEST_F(RollbackTest, WhatCannotBeToldFromANamelessMessageIsKeptAndListed) {
  start(ProfileName::Exchange2007);
  move_->options.server.time.skip_to = [](Instant) {};  // pauses cost no time
  server_->add_fault(emulator::parse_fault("drop@SELECT#1+").value());
  const auto stopped = move_->run();
  ASSERT_TRUE(!stopped || stopped->stopped);
  server_->clear_faults();
  const std::size_t stored = messages("INBOX").size();
  ASSERT_GT(stored, 0U);
  ASSERT_TRUE(server_->remove("INBOX", messages("INBOX").front().uid));
  ASSERT_TRUE(server_->deliver("INBOX", "Subject: nameless\r\n\r\nx\r\n"));
  ASSERT_TRUE(server_->deliver("INBOX", "Subject: nameless too\r\n\r\nx\r\n"));
  const RollbackSummary summary = roll_back();
  EXPECT_EQ(summary.messages.kept_changed, 1U);
  EXPECT_EQ(summary.messages.already_gone, 0U);
  EXPECT_EQ(summary.attention.size(), 1U);
  EXPECT_EQ(messages("INBOX").size(), 2U);
}

INSTANTIATE_TEST_SUITE_P(Profiles, RollbackOnEveryExchange,
                         ::testing::Values(ProfileName::Exchange2007, ProfileName::Exchange2010,
                                           ProfileName::Exchange2013, ProfileName::Exchange2016,
                                           ProfileName::ExchangeOnline),
                         [](const auto& each) {
                           std::string name(emulator::to_string(each.param));
                           std::erase(name, '-');
                           return name;
                         });

TEST_F(RollbackTest, WhatItsOwnerRemovedIsNotSentAgain) {
  start(ProfileName::Exchange2016);
  upload();
  ASSERT_TRUE(server_->remove("INBOX", 1));
  const RollbackSummary summary = roll_back();
  EXPECT_EQ(summary.messages.already_gone, 1U);
  EXPECT_EQ(summary.messages.removed, kMessages - 1);
  EXPECT_FALSE(summary.needs_attention());
  EXPECT_EQ(upload().messages.uploaded, kMessages - 1);
}

TEST_F(RollbackTest, MessageThatMayNotHaveArrivedIsSentAgainIfItsMailboxIsGone) {
  start(ProfileName::Exchange2016);
  upload();
  {
    auto journal = journal::Journal::open_existing(move_->options.journal_path, false);
    const auto mailboxes = journal->mailboxes().value();
    const auto plans = std::ranges::find(mailboxes, "Work/Plans", &journal::MailboxRow::name);
    ASSERT_NE(plans, mailboxes.end());
    ASSERT_TRUE(journal->set_unknown(journal->stored_above(plans->id, 0, 1)->front().id, {}));
  }
  run_command("INBOX", imap::Command::delete_mailbox("Work/Plans"));
  roll_back();
  EXPECT_EQ(upload().messages.uploaded, kMessages);
}

TEST_F(RollbackTest, MailboxThatCannotBeReadInTheListIsNotTakenForGone) {
  start(ProfileName::Exchange2016);
  upload();
  const std::vector<std::string> plans = picture_of(*server_).at("Work/Plans");
  const RollbackSummary summary = roll_back_through([](std::string line) {
    if (line.starts_with("* LIST") && line.find("Work/Plans") != std::string::npos) {
      line.replace(line.find('('), 1, "((");
    }
    return line;
  });
  EXPECT_EQ(summary.messages.removed, kMessages - 1);
  EXPECT_EQ(summary.messages.already_gone, 0U);
  EXPECT_EQ(summary.mailboxes.removed, 0U);
  EXPECT_NE(std::ranges::find(summary.attention, "Work/Plans", &Attention::mailbox),
            summary.attention.end());
  EXPECT_EQ(picture_of(*server_).at("Work/Plans"), plans);
  const RollbackSummary second = roll_back();
  EXPECT_EQ(second.messages.removed, 1U);
  EXPECT_EQ(second.mailboxes.removed, 2U);
}

TEST_F(RollbackTest, RestoreRemovedSendsItAgain) {
  start(ProfileName::Exchange2016);
  upload();
  ASSERT_TRUE(server_->remove("INBOX", 1));
  RollbackOptions options = this->options();
  options.restore_removed = true;
  EXPECT_EQ(roll_back(options).messages.restored, 1U);
  EXPECT_EQ(upload().messages.uploaded, kMessages);
}

TEST_F(RollbackTest, RestoreRemovedReachesWhatAnEarlierRollbackFoundGone) {
  start(ProfileName::Exchange2016);
  upload();
  ASSERT_TRUE(server_->remove("INBOX", 1));
  roll_back();
  RollbackOptions options = this->options();
  options.restore_removed = true;
  EXPECT_EQ(roll_back(options).messages.restored, 1U);
  EXPECT_EQ(upload().messages.uploaded, kMessages);
}

TEST_F(RollbackTest, KeepReadLeavesWhatWasReadSince) {
  start(ProfileName::Exchange2016);
  upload();
  mark("INBOX", 2, imap::SystemFlag::Seen);
  RollbackOptions options = this->options();
  options.keep_read = true;
  const RollbackSummary summary = roll_back(options);
  EXPECT_EQ(summary.messages.kept_read, 1U);
  EXPECT_EQ(summary.messages.removed, kMessages - 1);
  EXPECT_FALSE(summary.needs_attention());
  EXPECT_THAT(server_->mailbox("INBOX")->messages, SizeIs(1));
  // It stays known as stored, and is not sent again.
  EXPECT_EQ(upload().messages.uploaded, kMessages - 1);
}

TEST_F(RollbackTest, MessageReadBeforeTheUploadIsNotKept) {
  start(ProfileName::Exchange2016);
  upload();
  RollbackOptions options = this->options();
  options.keep_read = true;
  EXPECT_EQ(roll_back(options).messages.kept_read, 0U);
}

TEST_F(RollbackTest, FlagsDoNotMakeItAnotherMessage) {
  start(ProfileName::Exchange2016);
  upload();
  mark("INBOX", 1, imap::SystemFlag::Flagged);
  EXPECT_EQ(roll_back().messages.removed, kMessages);
}

TEST_F(RollbackTest, AnotherGenerationOfAMailboxIsKept) {
  start(ProfileName::Exchange2016);
  upload();
  server_->new_uid_validity();
  const Picture before = picture_of(*server_);
  const RollbackSummary summary = roll_back();
  EXPECT_EQ(picture_of(*server_), before);
  EXPECT_EQ(summary.messages.kept_changed, kMessages);
  EXPECT_TRUE(summary.needs_attention());
  // An upload looks for the messages and sends none again; then they can be rolled back.
  EXPECT_EQ(upload().messages.uploaded, 0U);
  EXPECT_EQ(roll_back().messages.removed, kMessages);
}

TEST_F(RollbackTest, DryRunChangesNothing) {
  start(ProfileName::Exchange2016);
  fill_with_others();
  upload();
  const Picture before = picture_of(*server_);
  RollbackOptions options = this->options();
  options.dry_run = true;
  const RollbackSummary summary = roll_back(options);
  EXPECT_EQ(summary.messages.removed, kMessages);
  EXPECT_EQ(summary.mailboxes.removed, 2U);
  EXPECT_EQ(picture_of(*server_), before);
  EXPECT_EQ(roll_back().messages.removed, kMessages);
}

TEST_F(RollbackTest, MailboxWithNewMailInItStays) {
  start(ProfileName::Exchange2016);
  upload();
  ASSERT_TRUE(server_->deliver("Work/Plans", "Subject: new\r\n\r\nx\r\n"));
  const RollbackSummary summary = roll_back();
  EXPECT_EQ(summary.messages.removed, kMessages);
  EXPECT_EQ(summary.mailboxes.removed, 0U);
  EXPECT_EQ(summary.mailboxes.kept, 2U);
  EXPECT_THAT(server_->mailbox("Work/Plans")->messages, SizeIs(1));
}

TEST_F(RollbackTest, MessageWhoseAnswerWasLostIsRemovedToo) {
  emulator::Options options = emulated(ProfileName::Exchange2016);
  options.faults = {emulator::parse_fault("drop-after-store#2+").value()};
  server_ = start_server(std::move(options));
  move_ = std::make_unique<Move>(tree_, *server_);
  move_->options.server.command_timeout = std::chrono::seconds(2);
  const Picture before = picture_of(*server_);
  std::atomic<bool> stop = false;
  const auto wakeup = net::Wakeup::make();
  ASSERT_TRUE(wakeup);
  move_->observer.on_message = [&](const RecordedMessage&) {
    stop = true;
    wakeup->notify();
  };
  ASSERT_TRUE(move_->run({.requested = &stop, .wake_fd = wakeup->fd()}));
  EXPECT_NE(picture_of(*server_), before);
  server_->clear_faults();
  EXPECT_FALSE(roll_back().needs_attention());
  EXPECT_EQ(picture_of(*server_), before);
}

TEST_F(RollbackTest, StopSignalEndsItBetweenBatchesAndTheNextRunGoesOn) {
  tree_.add("message cur/17%n.M.host:2,S repeat=450 mtime=1700000000");
  start(ProfileName::Exchange2016);
  const Picture before = picture_of(*server_);
  upload();
  std::atomic<bool> stop = false;
  const auto wakeup = net::Wakeup::make();
  ASSERT_TRUE(wakeup);
  observer_.on_message = [&](const RecordedMessage&) { stop = true; };
  const auto first = rollback(options(), observer_, {.requested = &stop, .wake_fd = wakeup->fd()});
  ASSERT_TRUE(first) << first.error().message();
  ASSERT_TRUE(first->stopped);
  EXPECT_EQ(first->stopped->kind, ErrorKind::Interrupted);
  EXPECT_GT(first->messages.removed, 0U);
  observer_.on_message = {};
  const RollbackSummary second = roll_back();
  EXPECT_EQ(first->messages.removed + second.messages.removed, kMessages + 450);
  EXPECT_EQ(picture_of(*server_), before);
}

TEST_F(RollbackTest, UploadAfterAnInterruptedRollbackPutsItRight) {
  start(ProfileName::Exchange2007);
  fill_with_others();
  upload();
  const Picture uploaded = picture_of(*server_);
  // Every connection is lost at its EXPUNGE, until the run gives up.
  server_->add_fault(*emulator::parse_fault("drop@EXPUNGE#1+"));
  ASSERT_TRUE(rollback(options(), observer_, {}));
  server_->clear_faults();
  // The look at what was being removed is repeated like any other step.
  server_->add_fault(*emulator::parse_fault(
      fmt::format("drop@UID FETCH#{}", count_commands(*server_, "UID FETCH") + 1)));
  EXPECT_EQ(upload().messages.uploaded, 0U);
  EXPECT_EQ(picture_of(*server_), uploaded);
}

/// The server may still be about to carry it out, and takes whatever is marked then.
TEST_F(RollbackTest, MarksOfOthersComeBackNoEarlierThanAnUnansweredExpungeIsOver) {
  start(ProfileName::Exchange2007);
  fill_with_others();
  upload();
  RollbackOptions options = this->options();
  options.settle_after = std::chrono::minutes(5);
  const auto began = std::chrono::steady_clock::now();
  auto now = began;
  options.server.time = {.now = [&] { return now; },
                         .skip_to = [&](Instant until) { now = std::max(now, until); },
                         .chance = [] { return 0.0; }};
  // The first is of a mailbox in which nobody else marked anything.
  server_->add_fault(*emulator::parse_fault("drop@EXPUNGE#2"));
  const RollbackSummary summary = roll_back(options);
  EXPECT_EQ(summary.messages.removed, kMessages);
  EXPECT_GE(now - began, std::chrono::minutes(4));
  EXPECT_THAT(messages("INBOX").at(1).flags, ::testing::Contains("\\Deleted"));
}

TEST_F(RollbackTest, WhatIsKeptIsCountedOnceHoweverOftenTheConnectionIsLost) {
  tree_.add("message .Sent/cur/1600000007.M7.host:2, mtime=1600000007");
  tree_.add("message .Work.Plans/cur/1600000008.M8.host:2, mtime=1600000008");
  start(ProfileName::Exchange2007);
  upload();
  std::uint64_t read = 0;
  for (const std::string mailbox : {"INBOX", "Sent Items", "Work/Plans"}) {
    for (const emulator::MessageSnapshot& message : messages(mailbox)) {
      if (std::ranges::count(message.flags, "\\Seen") == 0) {
        mark(mailbox, message.uid, imap::SystemFlag::Seen);
        ++read;
      }
    }
  }
  RollbackOptions keeping = options();
  keeping.keep_read = true;
  server_->add_fault(*emulator::parse_fault("drop@EXPUNGE#1+"));
  const auto stopped = rollback(keeping, observer_, {});
  ASSERT_TRUE(stopped);
  EXPECT_TRUE(stopped->stopped);
  server_->clear_faults();
  // The first attempt in each mailbox.
  for (const std::uint64_t number : {1U, 3U, 5U, 7U}) {
    server_->add_fault(*emulator::parse_fault(
        fmt::format("drop@EXPUNGE#{}", count_commands(*server_, "EXPUNGE") + number)));
  }
  EXPECT_EQ(roll_back(keeping).messages.kept_read, read);
}

TEST_F(RollbackTest, MailboxIsLeftOnceWhereARemovalIsRefused) {
  start(ProfileName::Exchange2016);
  upload();
  server_->add_fault({.point = emulator::FaultPoint::Refuse,
                      .command = "UID STORE",
                      .first = count_commands(*server_, "UID STORE") + 1,
                      .last = count_commands(*server_, "UID STORE") + 1,
                      .text = "[CANNOT] not here"});
  const std::uint64_t selected =
      count_commands(*server_, "SELECT") + count_commands(*server_, "EXAMINE");
  const std::uint64_t left = count_commands(*server_, "UNSELECT");
  EXPECT_TRUE(roll_back().needs_attention());
  // That in which the removal was refused is selected once more to be put right.
  EXPECT_EQ(count_commands(*server_, "UNSELECT") - left + 1,
            count_commands(*server_, "SELECT") + count_commands(*server_, "EXAMINE") - selected);
}

TEST_F(RollbackTest, MailboxWithAForeignMarkThatCannotBeTakenOffIsLeftAlone) {
  start(ProfileName::Exchange2007);
  fill_with_others();
  const Picture before = picture_of(*server_);
  upload();
  const Picture uploaded = picture_of(*server_);
  server_->add_fault({.point = emulator::FaultPoint::Refuse,
                      .command = "UID STORE",
                      .first = count_commands(*server_, "UID STORE") + 1,
                      .last = UINT64_MAX,
                      .text = "[CANNOT] not here"});
  const RollbackSummary first = roll_back();
  EXPECT_NE(std::ranges::find(first.attention, "INBOX", &Attention::mailbox),
            first.attention.end());
  EXPECT_EQ(picture_of(*server_), uploaded);
  server_->clear_faults();
  EXPECT_FALSE(roll_back().needs_attention());
  EXPECT_EQ(picture_of(*server_), before);
}

TEST_F(RollbackTest, WhatHasNoUidInAnotherGenerationOfAMailboxIsListed) {
  start(ProfileName::Exchange2016);
  upload();
  forget_two_uids();
  server_->new_uid_validity();
  const Picture before = picture_of(*server_);
  RollbackOptions options = this->options();
  options.settle_after = std::chrono::minutes(5);
  const RollbackSummary summary = roll_back(options);
  EXPECT_EQ(picture_of(*server_), before);
  EXPECT_EQ(summary.messages.kept_changed, kMessages - 1);
  EXPECT_EQ(summary.messages.unknown, 1U);
  EXPECT_EQ(summary.attention_total, kMessages);
  EXPECT_EQ(observer_.messages.size(), kMessages);
  // An upload looks for the messages and sends none again; then they can be rolled back.
  const std::size_t appends = count_appends(*server_);
  upload();
  EXPECT_EQ(count_appends(*server_), appends);
  EXPECT_EQ(roll_back().messages.removed, kMessages);
}

TEST_F(RollbackTest, WhatHasNoUidInAMailboxThatNobodyMayChangeIsListed) {
  start(ProfileName::Exchange2016);
  upload();
  forget_two_uids();
  const Picture before = picture_of(*server_);
  const RollbackSummary summary = roll_back_through([](std::string line) {
    if (const std::size_t code = line.find("[READ-WRITE]"); code != std::string::npos) {
      line.replace(code, 12, "[READ-ONLY]");
    }
    return line;
  });
  EXPECT_EQ(picture_of(*server_), before);
  EXPECT_EQ(summary.messages.kept_changed, kMessages - 1);
  EXPECT_EQ(summary.messages.unknown, 1U);
  EXPECT_EQ(summary.attention_total, kMessages);
  EXPECT_EQ(roll_back().messages.removed, kMessages);
}

TEST_F(RollbackTest, AnotherMessageIsCountedOnceInTwoPasses) {
  start(ProfileName::Exchange2016);
  upload();
  make_another("INBOX", 1);
  const RollbackSummary summary = roll_back(options_for_two_passes());
  EXPECT_EQ(summary.messages.kept_changed, 1U);
  EXPECT_EQ(summary.attention_total, 1U);
  EXPECT_EQ(observer_.count(Outcome::KeptChanged), 1);
  EXPECT_EQ(summary.messages.removed, kMessages - 2);
}

TEST_F(RollbackTest, ReadMessageIsCountedOnceInTwoPasses) {
  start(ProfileName::Exchange2016);
  upload();
  mark("INBOX", 2, imap::SystemFlag::Seen);
  mark("INBOX", 3, imap::SystemFlag::Seen);
  RollbackOptions keeping = options_for_two_passes();
  keeping.keep_read = true;
  const RollbackSummary summary = roll_back(keeping);
  EXPECT_EQ(summary.messages.kept_read,
            static_cast<std::uint64_t>(observer_.count(Outcome::KeptRead)));
  EXPECT_EQ(summary.messages.kept_read + summary.messages.removed, kMessages - 1);
}

TEST_F(RollbackTest, WhatTheServerKeepsIsCountedOnceInTwoPasses) {
  start(ProfileName::Exchange2016);
  upload();
  server_->add_fault(*emulator::parse_fault("refuse@UID EXPUNGE#1+:kept"));
  const RollbackSummary summary = roll_back_through(
      [](const std::string& line) {
        const std::size_t refused = line.find(" NO kept");
        return refused == std::string::npos ? line : line.substr(0, refused) + " OK done\r\n";
      },
      options_for_two_passes());
  EXPECT_EQ(summary.messages.kept_by_server, kMessages - 1);
  EXPECT_EQ(summary.attention_total, kMessages - 1);
}

TEST_F(RollbackTest, MailboxWhereARemovalIsRefusedIsListedOnceInTwoPasses) {
  start(ProfileName::Exchange2016);
  upload();
  server_->add_fault(*emulator::parse_fault("refuse@UID EXPUNGE#1+:[CANNOT] not here"));
  EXPECT_EQ(roll_back(options_for_two_passes()).attention_total, 3U);
}

/// A move within the server was interrupted once the original was removed.
TEST_F(RollbackTest, DryRunThatFollowsAMessageCountsTheOthersOnce) {
  start(ProfileName::Exchange2016);
  upload();
  run_command("INBOX", imap::Command::uid_copy(imap::SequenceSet(1), "Work/Plans"));
  ASSERT_TRUE(server_->remove("INBOX", 1));
  {
    auto journal = journal::Journal::open_existing(move_->options.journal_path, false);
    const std::uint32_t copy = messages("Work/Plans").back().uid;
    ASSERT_TRUE(journal->put_relocation({.message = row_of(*journal, "INBOX", 1).id,
                                         .mailbox = row_of(*journal, "Work/Plans", 1).mailbox,
                                         .uid_next = copy,
                                         .uid = copy}));
  }
  RollbackOptions options = this->options();
  options.dry_run = true;
  EXPECT_EQ(roll_back(options).messages.removed, kMessages);
}

TEST_F(RollbackTest, NothingIsExpungedWhereTheServerDoesNotSayWhatIsMarked) {
  start(ProfileName::Exchange2007);
  fill_with_others();
  upload();
  const Picture uploaded = picture_of(*server_);
  const RollbackSummary summary = roll_back_through([](const std::string& line) {
    return line.starts_with("* SEARCH") ? "* ESEARCH (TAG \"x\") UID COUNT 1\r\n" : line;
  });
  EXPECT_EQ(picture_of(*server_), uploaded);
  EXPECT_EQ(summary.messages.removed, 0U);
  EXPECT_THAT(summary.attention, SizeIs(4)) << "one for each mailbox";
}

TEST_F(RollbackTest, WhatTheServerShowsUnreadablyIsKeptAndListed) {
  start(ProfileName::Exchange2016);
  upload();
  const RollbackSummary summary = roll_back_through([](std::string line) {
    if (line.starts_with("* 1 FETCH") && line.find("BODY[") != std::string::npos) {
      line.replace(line.find(" ("), 2, " ((");
    }
    return line;
  });
  // The first in each of four mailboxes.
  EXPECT_EQ(summary.messages.kept_changed, 4U);
  EXPECT_EQ(summary.messages.already_gone, 0U);
  EXPECT_EQ(summary.messages.removed, kMessages - 4);
  EXPECT_EQ(summary.attention_total, 4U);
  EXPECT_EQ(roll_back().messages.removed, 4U);
}

TEST_F(RollbackTest, AnotherMessageUnderTheUidIsKept) {
  start(ProfileName::Exchange2016);
  upload();
  make_another("INBOX", 1);
  const RollbackSummary summary = roll_back();
  EXPECT_EQ(summary.messages.kept_changed, 1U);
  EXPECT_EQ(summary.messages.removed, kMessages - 1);
  EXPECT_TRUE(summary.needs_attention());
  EXPECT_EQ(upload().messages.uploaded, kMessages - 1) << "what was kept is not sent again";
}

TEST_F(RollbackTest, JournalHeldByAnotherRunIsRefused) {
  start(ProfileName::Exchange2016);
  upload();
  const auto held = journal::Journal::open_existing(move_->options.journal_path, false);
  ASSERT_TRUE(held);
  const auto summary = rollback(options(), observer_, {});
  ASSERT_FALSE(summary);
  EXPECT_EQ(summary.error().kind, ErrorKind::JournalLocked);
}

}  // namespace
}  // namespace mailhaul::migrate
