#include "uploaded_fixture.hpp"

#include <algorithm>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/imap/command.hpp>
#include <mailhaul/journal/journal.hpp>
#include <mailhaul/migrate/server_connection.hpp>
#include <mailhaul/migrate/verify.hpp>

namespace mailhaul::migrate {
namespace {

using emulator::ProfileName;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class VerifyTest : public UploadedFixture {
 protected:
  [[nodiscard]] VerifyOptions options() const {
    return {.server = move_->options.server,
            .sign_in = move_->options.sign_in,
            .selection = move_->options.selection,
            .mapping = move_->options.mapping,
            .journal_path = move_->options.journal_path};
  }

  VerifySummary verify_without_source() { return check(verify(nullptr, options(), observer_, {})); }

  VerifySummary verify_with(const VerifyOptions& options) {
    auto directory = maildir::open_maildir(tree_.path());
    EXPECT_TRUE(directory);
    auto tree = maildir::Scanner::open(*std::move(directory), {});
    EXPECT_TRUE(tree);
    return check(verify(&*tree, options, observer_, {}));
  }

  VerifySummary verify_all() { return verify_with(options()); }

  static VerifySummary check(Result<VerifySummary> summary) {
    EXPECT_TRUE(summary) << (summary ? "" : summary.error().message());
    if (!summary) {
      return {};
    }
    EXPECT_FALSE(summary->stopped) << summary->stopped->message();
    return *std::move(summary);
  }

  RecordingObserver observer_;
};

class VerifyOnEveryExchange : public VerifyTest,
                              public ::testing::WithParamInterface<ProfileName> {};

TEST_P(VerifyOnEveryExchange, EverythingThereIsPerfect) {
  start(GetParam());
  ASSERT_TRUE(server_->deliver("INBOX", "Subject: new mail\r\n\r\nx\r\n"));
  upload();
  ASSERT_TRUE(server_->deliver("INBOX", "Subject: more mail\r\n\r\nx\r\n"));
  const VerifySummary summary = verify_all();
  EXPECT_EQ(summary.grade(), VerifyGrade::Perfect);
  EXPECT_EQ(summary.messages.expected, kMessages);
  EXPECT_EQ(summary.messages.present, kMessages);
  EXPECT_FALSE(summary.needs_attention());
  EXPECT_THAT(summary.differences, IsEmpty());
  EXPECT_THAT(server_->violations(), IsEmpty());
  EXPECT_EQ(verify_without_source().grade(), VerifyGrade::Perfect);
}

TEST_P(VerifyOnEveryExchange, RemovedMessageIsMissing) {
  start(GetParam());
  upload();
  ASSERT_TRUE(server_->remove("INBOX", 2));
  const VerifySummary summary = verify_all();
  EXPECT_EQ(summary.grade(), VerifyGrade::Poor);
  EXPECT_EQ(summary.messages.missing, 1U);
  EXPECT_EQ(summary.messages.present, kMessages - 1);
  ASSERT_THAT(summary.attention, SizeIs(1));
  EXPECT_EQ(summary.attention[0].kind, "missing");
  EXPECT_EQ(summary.attention[0].unique_name, "1200000002.M2.host");
}

TEST_P(VerifyOnEveryExchange, SecondCopyThatTheServerMadeIsFound) {
  emulator::Options options = emulated(GetParam());
  options.faults = {emulator::parse_fault("store-twice#2").value()};
  start(std::move(options));
  upload();
  const VerifySummary summary = verify_all();
  EXPECT_EQ(summary.grade(), VerifyGrade::Investigate);
  EXPECT_EQ(summary.messages.duplicated, 1U);
  EXPECT_EQ(summary.messages.missing, 0U);
  ASSERT_THAT(summary.attention, SizeIs(1));
  EXPECT_EQ(summary.attention[0].kind, "duplicated");
}

TEST_P(VerifyOnEveryExchange, ContentIsTheSameThroughWhatExchangeRewrites) {
  tree_.add("message .Sent/cur/1450000000.M9.host:2,S size=200000\n");
  tree_.add(
      "message .Sent/cur/1450000001.M8.host:2,S "
      "text=Subject:\\x20=?iso-8859-1?Q?Gr=FC=DFe?=\\nDate:\\x20Wed,\\x2017\\x20Jul\\x201996\\x20"
      "04:44:25\\x20+0200\\n\\nHi\\n");
  start(GetParam());
  upload();
  VerifyOptions options = this->options();
  options.content = true;
  const VerifySummary summary = verify_with(options);
  EXPECT_EQ(summary.grade(), VerifyGrade::Perfect);
  EXPECT_EQ(summary.messages.compared, kMessages + 2);
}

INSTANTIATE_TEST_SUITE_P(Profiles, VerifyOnEveryExchange,
                         ::testing::Values(ProfileName::Exchange2007, ProfileName::Exchange2010,
                                           ProfileName::Exchange2013, ProfileName::Exchange2016,
                                           ProfileName::ExchangeOnline),
                         [](const auto& each) {
                           std::string name(emulator::to_string(each.param));
                           std::erase(name, '-');
                           return name;
                         });

TEST_F(VerifyTest, FlagsAndDatesThatDifferAreGood) {
  start(ProfileName::Exchange2010, {"internaldate_mode=now"});
  move_->options.accept_server_dates = true;
  upload();
  store("INBOX", 1, imap::StoreAction::Remove, imap::SystemFlag::Seen);
  const VerifySummary summary = verify_all();
  EXPECT_EQ(summary.grade(), VerifyGrade::Good);
  EXPECT_EQ(summary.messages.flags_differ, 1U);
  EXPECT_EQ(summary.messages.date_differs, kMessages);
  EXPECT_FALSE(summary.needs_attention());
  EXPECT_THAT(summary.differences, SizeIs(kMessages + 1));
}

TEST_F(VerifyTest, AcceptedDatesAreNoDifference) {
  start(ProfileName::Exchange2010, {"internaldate_mode=now"});
  move_->options.accept_server_dates = true;
  upload();
  VerifyOptions options = this->options();
  options.accept_server_dates = true;
  EXPECT_EQ(verify_with(options).grade(), VerifyGrade::Perfect);
}

TEST_F(VerifyTest, WhatWasNeverUploadedIsMissing) {
  start(ProfileName::Exchange2016);
  upload();
  tree_.add(
      "message new/1600000006.M6.host mtime=1600000006\n"
      "maildir .Later\nmessage .Later/cur/1600000007.M7.host:2,S");
  const VerifySummary summary = verify_all();
  EXPECT_EQ(summary.grade(), VerifyGrade::Poor);
  EXPECT_EQ(summary.messages.expected, kMessages + 2);
  EXPECT_EQ(summary.messages.missing, 2U);
  EXPECT_EQ(summary.attention.at(0).kind, "not-uploaded");
  EXPECT_EQ(verify_without_source().grade(), VerifyGrade::Perfect);
}

/// Another upload would not help.
TEST_F(VerifyTest, DamagedFileIsUnreadableAndNotMissing) {
  tree_.add("file .Sent/cur/1450000000.M9.host:2,S text=\\x1f\\x8b\\x08\\x01\\x01\\x01\n");
  start(ProfileName::Exchange2016);
  upload();
  const VerifySummary summary = verify_all();
  EXPECT_EQ(summary.grade(), VerifyGrade::Investigate);
  EXPECT_EQ(summary.messages.missing, 0U);
  EXPECT_EQ(summary.messages.unreadable, 1U);
  EXPECT_EQ(summary.messages.expected, kMessages + 1);
  ASSERT_THAT(summary.attention, SizeIs(1));
  EXPECT_EQ(summary.attention[0].kind, "read-error");
}

TEST_F(VerifyTest, WhatTheRulesLeaveOutIsNoDifference) {
  start(ProfileName::Exchange2016);
  move_->options.selection.since = 1250000000;
  move_->options.selection.exclude = {"Sent"};
  upload();
  const VerifySummary summary = verify_all();
  EXPECT_EQ(summary.grade(), VerifyGrade::Perfect);
  EXPECT_EQ(summary.messages.expected, kMessages - 3);
  EXPECT_EQ(summary.messages.skipped, 2U);
}

TEST_F(VerifyTest, RefusedMessagesAreToBeInvestigated) {
  tree_.add("message .Sent/cur/1450000000.M9.host:2,S size=200000");
  start(ProfileName::Exchange2016, {"append_limit=100000"});
  upload();
  const VerifySummary summary = verify_all();
  EXPECT_EQ(summary.grade(), VerifyGrade::Investigate);
  EXPECT_EQ(summary.messages.refused, 1U);
  ASSERT_THAT(summary.attention, SizeIs(1));
  EXPECT_EQ(summary.attention[0].kind, "too-big");
  EXPECT_EQ(verify_without_source().messages.refused, 1U);
}

TEST_F(VerifyTest, MailboxMadeAnewIsComparedByContent) {
  start(ProfileName::Exchange2016);
  upload();
  server_->new_uid_validity();
  EXPECT_EQ(verify_all().grade(), VerifyGrade::Perfect);
  EXPECT_EQ(verify_all().grade(), VerifyGrade::Perfect);
}

TEST_F(VerifyTest, MessageThatWentAndCameBackIsPresent) {
  start(ProfileName::Exchange2016);
  upload();
  auto client = ServerConnection::open(move_->options.server, move_->options.sign_in, -1);
  ASSERT_TRUE(client);
  ASSERT_TRUE(client->run_or_fail(*imap::Command::select("INBOX")));
  ASSERT_TRUE(client->run_or_fail(*imap::Command::uid_move(imap::SequenceSet(1), "Drafts")));
  ASSERT_TRUE(client->run_or_fail(*imap::Command::select("Drafts")));
  ASSERT_TRUE(client->run_or_fail(*imap::Command::uid_move(imap::SequenceSet(1), "INBOX")));
  client->close();
  EXPECT_EQ(verify_all().grade(), VerifyGrade::Perfect);
}

TEST_F(VerifyTest, MessageMovedAwayIsMissing) {
  start(ProfileName::Exchange2016);
  upload();
  auto client = ServerConnection::open(move_->options.server, move_->options.sign_in, -1);
  ASSERT_TRUE(client);
  ASSERT_TRUE(client->run_or_fail(*imap::Command::select("INBOX")));
  ASSERT_TRUE(client->run_or_fail(*imap::Command::uid_move(imap::SequenceSet(1), "Drafts")));
  client->close();
  EXPECT_EQ(verify_all().messages.missing, 1U);
}

TEST_F(VerifyTest, GoesOnAfterALostConnection) {
  start(ProfileName::Exchange2016);
  upload();
  for (const std::string spec : {"drop@SELECT", "drop@EXAMINE", "drop@UID FETCH", "drop@LIST"}) {
    SCOPED_TRACE(spec);
    emulator::Fault fault = *emulator::parse_fault(spec);
    fault.first = 1;
    fault.last = 1;
    server_->clear_faults();
    server_->add_fault(fault);
    EXPECT_EQ(verify_all().grade(), VerifyGrade::Perfect);
  }
}

/// What lies behind the last message of the journal is looked at with the last page.
TEST_F(VerifyTest, ConnectionLostAfterTheLastPageDoublesNothing) {
  emulator::Options server = emulated(ProfileName::Exchange2016);
  server.faults = {emulator::parse_fault("store-twice#3").value()};
  start(std::move(server));
  upload();
  server_->clear_faults();
  server_->add_fault(*emulator::parse_fault("drop@UNSELECT#%2"));
  EXPECT_EQ(verify_all().messages.duplicated, 1U);
}

TEST_F(VerifyTest, WithoutAJournalThereIsNothingToCompare) {
  start(ProfileName::Exchange2016);
  const auto summary = verify(nullptr, options(), observer_, {});
  ASSERT_FALSE(summary);
  EXPECT_EQ(summary.error().kind, ErrorKind::Journal);
}

TEST_F(VerifyTest, JournalOfAnotherHostIsRefused) {
  start(ProfileName::Exchange2016);
  upload();
  VerifyOptions options = this->options();
  options.server.host = "localhost";
  const auto summary = verify(nullptr, options, observer_, {});
  ASSERT_FALSE(summary);
  EXPECT_EQ(summary.error().kind, ErrorKind::Journal);
}

TEST_F(VerifyTest, AlteredMessageIsFoundByItsContent) {
  start(ProfileName::Exchange2016);
  upload();
  // Another message in the place of the first one, as a server that lost a block would have it.
  auto journal = journal::Journal::open_existing(move_->options.journal_path, false);
  ASSERT_TRUE(journal);
  const auto mailboxes = journal->mailboxes();
  ASSERT_TRUE(mailboxes);
  const auto inbox = std::ranges::find(*mailboxes, "INBOX", &journal::MailboxRow::name);
  ASSERT_NE(inbox, mailboxes->end());
  const auto rows = journal->stored_above(inbox->id, 0, 10);
  ASSERT_TRUE(rows && rows->size() == 3);
  ASSERT_TRUE(journal->begin());
  ASSERT_TRUE(journal->forget_uids(inbox->id));
  ASSERT_TRUE(journal->set_uid(rows->at(0).id, *rows->at(1).uid));
  ASSERT_TRUE(journal->set_uid(rows->at(1).id, *rows->at(0).uid));
  ASSERT_TRUE(journal->set_uid(rows->at(2).id, *rows->at(2).uid));
  ASSERT_TRUE(journal->commit(1));
  journal = fail(ErrorKind::Internal, "closed");
  VerifyOptions options = this->options();
  options.content = true;
  const VerifySummary summary = verify_with(options);
  EXPECT_EQ(summary.grade(), VerifyGrade::Investigate);
  EXPECT_EQ(summary.messages.altered, 2U);
  EXPECT_EQ(summary.attention.at(0).kind, "altered");
}

TEST_F(VerifyTest, EditedSourceIsListedByContent) {
  start(ProfileName::Exchange2016);
  upload();
  std::ofstream(tree_.path("cur/1100000001.M1.host:2,S"), std::ios::app) << "edited";
  VerifyOptions options = this->options();
  EXPECT_EQ(verify_with(options).grade(), VerifyGrade::Perfect);
  options.content = true;
  const VerifySummary summary = verify_with(options);
  EXPECT_EQ(summary.messages.altered, 1U);
  EXPECT_EQ(summary.attention.at(0).kind, "source-edited");
}

TEST_F(VerifyTest, SampleIsSpreadOverAll) {
  tree_.add("message cur/17%n.M.host:2,S repeat=94 mtime=1700000000");
  start(ProfileName::Exchange2016);
  upload();
  VerifyOptions options = this->options();
  options.content = true;
  options.sample = 10;
  const VerifySummary summary = verify_with(options);
  EXPECT_EQ(summary.messages.compared, 10U);
}

TEST_F(VerifyTest, ContentGoesOnAfterALostConnection) {
  start(ProfileName::Exchange2016);
  upload();
  server_->add_fault(*emulator::parse_fault("drop@UID FETCH#5"));
  VerifyOptions options = this->options();
  options.content = true;
  const VerifySummary summary = verify_with(options);
  EXPECT_EQ(summary.grade(), VerifyGrade::Perfect);
  EXPECT_EQ(summary.messages.compared, kMessages);
}

/// How often the server was asked for messages so far.
std::ptrdiff_t fetches(const emulator::Server& server) {
  const std::vector<emulator::Event> events = server.events();
  return std::ranges::count_if(events, [](const emulator::Event& event) {
    return event.kind == emulator::EventKind::Command && event.field("name") == "UID FETCH";
  });
}

/// What a report is made of.
auto findings(const VerifySummary& summary) {
  std::vector<std::string> lines;
  for (const Attention& matter : summary.attention) {
    lines.push_back(matter.mailbox + " " + matter.unique_name + " " + matter.kind + matter.text);
  }
  std::ranges::sort(lines);
  lines.push_back(std::to_string(summary.messages.compared) + " compared, " +
                  std::to_string(summary.messages.altered) + " altered");
  return lines;
}

class InterruptedContent : public VerifyTest {
 protected:
  /// Three batches in one mailbox and one in each of two others; two messages are edited.
  void upload_many() {
    tree_.add("message cur/17%n.M.host:2,S repeat=117 mtime=1700000000");
    start(ProfileName::Exchange2016);
    upload();
    std::ofstream(tree_.path("cur/1100000001.M1.host:2,S"), std::ios::app) << "edited";
    ASSERT_TRUE(exchange_places("INBOX", 10, 11));
  }

  /// As a server would that mixes two messages up.
  [[nodiscard]] bool exchange_places(std::string_view mailbox, std::uint32_t one,
                                     std::uint32_t other) const {
    auto journal = journal::Journal::open_existing(move_->options.journal_path, false);
    const auto mailboxes = journal->mailboxes().value();
    const auto row = std::ranges::find(mailboxes, mailbox, &journal::MailboxRow::name);
    const auto rows = journal->stored_above(row->id, 0, 1000).value();
    const auto by_uid = [&](std::uint32_t uid) {
      return std::ranges::find(rows, uid, [](const auto& each) { return *each.uid; })->id;
    };
    return journal->set_place(by_uid(one), row->id, std::nullopt) &&
           journal->set_uid(by_uid(other), one) && journal->set_uid(by_uid(one), other);
  }

  [[nodiscard]] VerifyOptions content_options() const {
    VerifyOptions options = this->options();
    options.content = true;
    options.server.time.skip_to = [](Instant) {};
    return options;
  }

  /// A run that the server lets down from its n-th FETCH on.
  void verify_until_fetch(std::ptrdiff_t n) {
    emulator::Fault fault = *emulator::parse_fault("drop@UID FETCH");
    fault.first = static_cast<std::uint64_t>(fetches(*server_) + n);
    fault.last = UINT64_MAX;
    server_->add_fault(fault);
    auto tree = maildir::Scanner::open(*maildir::open_maildir(tree_.path()), {});
    const auto summary = verify(&*tree, content_options(), observer_, {});
    ASSERT_TRUE(summary) << summary.error().message();
    EXPECT_TRUE(summary->stopped);
    server_->clear_faults();
  }

  std::ptrdiff_t count_fetches(const VerifyOptions& options) {
    const std::ptrdiff_t before = fetches(*server_);
    verify_with(options);
    return fetches(*server_) - before;
  }
};

TEST_F(InterruptedContent, IsContinuedAndReportsTheSame) {
  upload_many();
  const std::ptrdiff_t without_content = count_fetches(options());
  const std::ptrdiff_t all = count_fetches(content_options());
  ASSERT_GE(all - without_content, 5);
  const auto expected = findings(verify_with(content_options()));
  ASSERT_THAT(expected, SizeIs(4));  // Two mixed up, one edited, and the counts.
  for (std::ptrdiff_t done = 0; done < all - without_content; ++done) {
    SCOPED_TRACE(done);
    verify_until_fetch(without_content + done + 1);
    const std::ptrdiff_t before = fetches(*server_);
    EXPECT_EQ(findings(verify_with(content_options())), expected);
    EXPECT_EQ(fetches(*server_) - before, all - done);
  }
  EXPECT_EQ(count_fetches(content_options()), all) << "a complete run is followed by a new one";
}

TEST_F(InterruptedContent, ToldOfAMessageOutsideOfTheSampleTooThatWasFound) {
  upload_many();
  const std::ptrdiff_t without_content = count_fetches(options());
  verify_until_fetch(without_content + 2);
  VerifyOptions few = content_options();
  few.sample = 1;
  const VerifySummary summary = verify_with(few);
  EXPECT_EQ(summary.messages.altered, 2U);
  EXPECT_GE(summary.messages.compared, 50U);
  EXPECT_EQ(verify_with(few).messages.compared, 1U);
}

TEST_F(InterruptedContent, FetchesAgainWhatLiesElsewhereSince) {
  upload_many();
  const std::ptrdiff_t without_content = count_fetches(options());
  verify_until_fetch(without_content + 2);
  server_->new_uid_validity();
  EXPECT_EQ(verify_with(content_options()).messages.altered, 1U)
      << "new UIDs are found by content, so that no messages are mixed up any more";
}

TEST_F(VerifyTest, MailboxThatIsGoneIsMissingWithItsContent) {
  start(ProfileName::Exchange2016);
  upload();
  auto client = ServerConnection::open(move_->options.server, move_->options.sign_in, -1);
  ASSERT_TRUE(client->run_or_fail(*imap::Command::delete_mailbox("Work/Plans")));
  client->close();
  VerifyOptions options = this->options();
  options.content = true;
  const VerifySummary summary = verify_with(options);
  EXPECT_EQ(summary.messages.missing, 1U);
  EXPECT_EQ(summary.messages.compared, kMessages - 1);
}

TEST_F(VerifyTest, MessageWhoseRemovalWasInterruptedCountsThoughItsMailboxIsGone) {
  start(ProfileName::Exchange2016);
  upload();
  {
    auto journal = journal::Journal::open_existing(move_->options.journal_path, false);
    const auto mailboxes = journal->mailboxes().value();
    const auto plans = std::ranges::find(mailboxes, "Work/Plans", &journal::MailboxRow::name);
    ASSERT_NE(plans, mailboxes.end());
    ASSERT_TRUE(journal->set_removing(journal->stored_above(plans->id, 0, 1)->front().id));
  }
  run_command("INBOX", imap::Command::delete_mailbox("Work/Plans"));
  const VerifySummary summary = verify_all();
  EXPECT_EQ(summary.messages.expected, kMessages);
  EXPECT_EQ(summary.messages.unknown, 1U);
  ASSERT_EQ(summary.attention.size(), 1U);
  EXPECT_EQ(summary.attention[0].kind, "removal-interrupted");
  EXPECT_EQ(summary.grade(), VerifyGrade::Investigate);
}

/// A message that is wrapped by the rules of today, and was repaired by those of its time.
TEST_F(VerifyTest, CopyThatOtherRulesMadeIsNotCompared) {
  tree_.add("file cur/1050000000.M0.host:2,S text=words\\x20without\\x20a\\x20header\\n");
  start(ProfileName::Exchange2016);
  upload();
  {
    auto journal = journal::Journal::open_existing(move_->options.journal_path, false);
    const auto mailboxes = journal->mailboxes().value();
    const auto inbox = std::ranges::find(mailboxes, "INBOX", &journal::MailboxRow::name);
    const auto rows = journal->stored_above(inbox->id, 0, 100).value();
    const auto wrapped =
        std::ranges::find(rows, journal::Form::Wrapped, &journal::MessageRow::form);
    ASSERT_NE(wrapped, rows.end());
    journal::MessageRow row = *wrapped;
    row.form = journal::Form::Repaired;
    ASSERT_TRUE(journal->put_message(row));
  }
  VerifyOptions options = this->options();
  options.content = true;
  const VerifySummary summary = verify_with(options);
  EXPECT_EQ(summary.messages.not_compared, 1U);
  EXPECT_EQ(summary.grade(), VerifyGrade::Investigate);
  EXPECT_EQ(summary.messages.compared, kMessages);
}

TEST_F(VerifyTest, RepairedAndWrappedCopiesAreComparedWithWhatWasSent) {
  const std::string line(12000, 'x');
  tree_.add("message .Sent/cur/1450000000.M9.host:2,S text=Subject:\\x20long\\n\\n" + line + "\\n");
  start(ProfileName::Exchange2016);
  upload();
  VerifyOptions options = this->options();
  options.content = true;
  const VerifySummary summary = verify_with(options);
  EXPECT_EQ(summary.grade(), VerifyGrade::Good);
  EXPECT_EQ(summary.messages.repaired + summary.messages.wrapped, 1U);
  EXPECT_EQ(summary.messages.altered, 0U);
  EXPECT_EQ(summary.messages.compared, kMessages + 1);
}

}  // namespace
}  // namespace mailhaul::migrate
