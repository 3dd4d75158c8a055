/// What options change in the header of the copy sent, and that upload and verify still know it for
/// the message that it is.
#include "audit_rig.hpp"
#include "upload_rig.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/migrate/verify.hpp>

namespace mailhaul::migrate {
namespace {

using emulator::ProfileName;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// A read message and a new one with fields of all kinds, and one that has none of them.
constexpr std::string_view kTree = R"(
maildir .
file cur/1100000001.M1.h:2,S mtime=1100000001 text=Subject:\x20a\nX-Spam:\x201\n\x202\nX-Priority:\x201\nDisposition-Notification-To:\x20a@x\n\nbody\n
file cur/1200000002.M2.h:2, mtime=1200000002 text=Subject:\x20b\nX-Scan:\x201\nReturn-Receipt-To:\x20a@x\n\nbody\n
file cur/1300000003.M3.h:2,S mtime=1300000003 text=Subject:\x20c\nList-Id:\x20<l>\n\nX-Body:\x201\n
)";

class HeaderChangesTest : public ::testing::Test {
 protected:
  void start(ProfileName name, const std::vector<std::string>& settings = {}) {
    server_ = start_server(emulated(name, settings));
    move_ = std::make_unique<Move>(tree_, *server_);
  }

  UploadSummary run() {
    Result<UploadSummary> summary = move_->run();
    EXPECT_TRUE(summary) << (summary ? "" : summary.error().message());
    return summary ? *std::move(summary) : UploadSummary();
  }

  VerifySummary check() {
    VerifyOptions options{.server = move_->options.server,
                          .sign_in = move_->options.sign_in,
                          .journal_path = move_->options.journal_path,
                          .received_date = move_->options.header_changes.received_date,
                          .content = true};
    auto directory = maildir::open_maildir(tree_.path());
    auto tree = maildir::Scanner::open(*std::move(directory), {});
    RecordingObserver observer;
    Result<VerifySummary> summary = verify(&*tree, options, observer, {});
    EXPECT_TRUE(summary) << (summary ? "" : summary.error().message());
    return summary ? *std::move(summary) : VerifySummary();
  }

  test::TemporaryMaildir tree_{kTree};
  std::unique_ptr<emulator::Server> server_;
  std::unique_ptr<Move> move_;
};

TEST_F(HeaderChangesTest, XFieldsAreLeftOutButThoseToKeep) {
  start(ProfileName::Exchange2016);
  move_->options.header_changes = {.strip_x_fields = true, .kept_x_fields = {"x-priority"}};
  const UploadSummary summary = run();
  EXPECT_THAT(
      stored_in(*server_, "INBOX"),
      ElementsAre("Subject: a\r\nX-Priority: 1\r\nDisposition-Notification-To: a@x\r\n\r\nbody\r\n",
                  "Subject: b\r\nReturn-Receipt-To: a@x\r\n\r\nbody\r\n",
                  "Subject: c\r\nList-Id: <l>\r\n\r\nX-Body: 1\r\n"));
  EXPECT_EQ(summary.messages.repaired, 2U);
  EXPECT_EQ(summary.header_names, 1U);
  EXPECT_EQ(run().messages.uploaded, 0U);
}

TEST_F(HeaderChangesTest, NamesOfXFieldsThatAreSentAreCounted) {
  start(ProfileName::Exchange2007);
  move_->options.accept_server_dates = true;
  const UploadSummary summary = run();
  EXPECT_EQ(summary.header_names, 3U);
  EXPECT_EQ(summary.header_name_limit, 8192U);
  EXPECT_EQ(server_->conduct().named_properties, 3U);
}

/// A database that has room for one name only.
TEST_F(HeaderChangesTest, StrippedMessagesAreTakenByADatabaseThatIsFull) {
  start(ProfileName::Exchange2007, {"named_props_quota=1"});
  move_->options.accept_server_dates = true;
  move_->options.header_changes = {.strip_x_fields = true, .kept_x_fields = {"x-priority"}};
  EXPECT_EQ(run().messages.uploaded, 3U);
  EXPECT_EQ(server_->conduct().named_property_refusals, 0U);
  EXPECT_EQ(server_->conduct().named_properties, 1U);
}

TEST_F(HeaderChangesTest, VerifyComparesStrippedMessagesToo) {
  start(ProfileName::Exchange2016);
  move_->options.header_changes = {.strip_x_fields = true};
  run();
  const VerifySummary found = check();
  EXPECT_EQ(found.messages.compared, 3U);
  EXPECT_EQ(found.messages.altered, 0U) << (found.attention.empty() ? "" : found.attention[0].text);
  EXPECT_EQ(found.messages.repaired, 2U);
  EXPECT_EQ(found.grade(), VerifyGrade::Good);
}

TEST_F(HeaderChangesTest, ReceiptFieldsAreRenamedInAllMessages) {
  start(ProfileName::Exchange2016);
  move_->options.header_changes = {.receipts = ReceiptFields::Rename};
  EXPECT_EQ(run().messages.repaired, 2U);
  EXPECT_THAT(stored_in(*server_, "INBOX"),
              ElementsAre(HasSubstr("\r\nX-Disposition-Notification-To: a@x\r\n"),
                          HasSubstr("\r\nX-Return-Receipt-To: a@x\r\n"),
                          StartsWith("Subject: c\r\nList-Id: <l>\r\n\r\n")));
}

TEST_F(HeaderChangesTest, ReceiptFieldsAreRenamedInReadMessagesOnly) {
  start(ProfileName::Exchange2016);
  move_->options.header_changes = {.receipts = ReceiptFields::RenameInRead};
  EXPECT_EQ(run().messages.repaired, 1U);
  EXPECT_THAT(stored_in(*server_, "INBOX"),
              ElementsAre(HasSubstr("\r\nX-Disposition-Notification-To: a@x\r\n"),
                          HasSubstr("\r\nReturn-Receipt-To: a@x\r\n"), HasSubstr("List-Id")));
}

TEST_F(HeaderChangesTest, AreMadeForAnyServer) {
  start(ProfileName::Exchange2016);
  move_->options.server.profile = target::Profile::Imap;
  move_->options.header_changes = {.strip_x_fields = true, .receipts = ReceiptFields::Rename};
  EXPECT_EQ(run().messages.repaired, 2U);
  EXPECT_THAT(stored_in(*server_, "INBOX").front(),
              "Subject: a\r\nX-Disposition-Notification-To: a@x\r\n\r\nbody\r\n");
}

/// What was changed on request alone is still refused only for being unread.
TEST_F(HeaderChangesTest, ChangedMessageThatIsRefusedUnreadIsSentReadAndNotWrapped) {
  start(ProfileName::Exchange2016, {"refuse_unseen=true"});
  move_->options.header_changes = {.strip_x_fields = true};
  const UploadSummary summary = run();
  EXPECT_EQ(summary.messages.wrapped, 0U);
  EXPECT_EQ(summary.attention_total, 0U);
  EXPECT_THAT(
      stored_in(*server_, "INBOX"),
      ElementsAre(HasSubstr("Subject: a"), "Subject: b\r\nReturn-Receipt-To: a@x\r\n\r\nbody\r\n",
                  HasSubstr("Subject: c")));
  // The third is the one that was sent a second time.
  const emulator::MailboxSnapshot inbox = server_->mailbox("INBOX").value();
  for (const emulator::MessageSnapshot& message : inbox.messages) {
    EXPECT_EQ(std::ranges::count(message.flags, "\\Seen"), message.uid == 3 ? 0 : 1);
  }
}

TEST_F(HeaderChangesTest, ReceivedFieldGivesExchange2007TheDate) {
  start(ProfileName::Exchange2007);
  move_->options.header_changes = {.received_date = true};
  const UploadSummary summary = run();
  EXPECT_FALSE(summary.stopped) << summary.stopped->message();
  EXPECT_EQ(summary.messages.uploaded, 3U);
  std::vector<std::int64_t> dates;
  const emulator::MailboxSnapshot inbox = server_->mailbox("INBOX").value();
  for (const emulator::MessageSnapshot& message : inbox.messages) {
    dates.push_back(message.internal_date);
  }
  EXPECT_THAT(dates, ElementsAre(1100000001, 1200000002, 1300000003));
  const VerifySummary found = check();
  EXPECT_EQ(found.messages.date_differs, 0U);
  EXPECT_EQ(found.messages.compared, 3U);
  EXPECT_EQ(found.messages.altered, 0U);
}

TEST_F(HeaderChangesTest, ReceivedFieldIsOnlyAddedWhereAnotherDateStands) {
  tree_.add(
      "file cur/1400000004.M4.h:2,S mtime=1400000004 "
      "text=Received:\\x20by\\x20a;\\x20Tue,\\x2013\\x20May\\x202014\\x2016:53:30\\x20+0000\\n"
      "Subject:\\x20d\\n\\nbody\\n");
  start(ProfileName::Exchange2007);
  move_->options.header_changes = {.received_date = true};
  EXPECT_EQ(run().messages.repaired, 3U);
  EXPECT_THAT(
      stored_in(*server_, "INBOX"),
      ElementsAre(StartsWith("Received: by a; "), StartsWith("Received: by mailhaul; "),
                  StartsWith("Received: by mailhaul; "), StartsWith("Received: by mailhaul; ")));
}

TEST_F(HeaderChangesTest, ReceivedFieldTakesThePlaceOfAnMboxSeparator) {
  tree_.add(
      "file cur/1400000004.M4.h:2,S mtime=1400000004 "
      "text=From\\x20a\\x20b\\nSubject:\\x20d\\n\\nbody\\n");
  start(ProfileName::Exchange2007);
  move_->options.header_changes = {.received_date = true};
  EXPECT_EQ(run().messages.repaired, 4U);
  const emulator::MailboxSnapshot inbox = server_->mailbox("INBOX").value();
  ASSERT_EQ(inbox.messages.size(), 4U);
  EXPECT_EQ(inbox.messages[3].internal_date, 1400000004);
  EXPECT_EQ(check().messages.date_differs, 0U);
}

TEST_F(HeaderChangesTest, ReceivedFieldComesBehindAnMboxSeparatorThatIsSent) {
  tree_.add(
      "file cur/1400000004.M4.h:2,S mtime=1400000004 "
      "text=From\\x20a\\x20b\\nSubject:\\x20d\\n\\nbody\\n");
  start(ProfileName::Exchange2016);
  move_->options.server.profile = target::Profile::Imap;
  move_->options.header_changes = {.received_date = true};
  run();
  EXPECT_THAT(stored_in(*server_, "INBOX").front(),
              AllOf(StartsWith("From a b\r\nReceived: by mailhaul; "),
                    HasSubstr("\r\nSubject: d\r\n\r\nbody\r\n")));
}

TEST_F(HeaderChangesTest, RunThatStopsForTheDateNamesTheFieldThatHelps) {
  start(ProfileName::Exchange2007);
  const UploadSummary summary = run();
  ASSERT_TRUE(summary.stopped);
  EXPECT_THAT(summary.stopped->hint, HasSubstr("--received-date-header"));
  EXPECT_THAT(summary.stopped->hint, HasSubstr("unless mailhaul rollback comes first"));
}

TEST_F(HeaderChangesTest, AuditDoesNotWarnOfDatesThatAFieldWillCarry) {
  const auto find_dates = [this](bool received_date) {
    const Audited audited(tree_.path(), {.server = {.profile = target::Profile::Exchange2007},
                                         .received_date = received_date});
    return std::ranges::count(audited.findings, "tree.dates-not-kept", &Finding::code);
  };
  EXPECT_EQ(find_dates(false), 1);
  EXPECT_EQ(find_dates(true), 0);
}

}  // namespace
}  // namespace mailhaul::migrate
