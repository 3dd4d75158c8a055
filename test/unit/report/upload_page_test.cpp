#include "page_checks.hpp"
#include "sample_upload.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/report/status_page.hpp>
#include <mailhaul/report/upload_page.hpp>

namespace mailhaul::report {
namespace {

using test::PageCheck;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::int64_t kNow = 1'795'341'840;  // 2026-11-22T10:04:00Z

class UploadPage : public ::testing::Test {
 protected:
  std::string page() { return upload_page(summary_, record_, kNow); }

  test::SilentObserver observer_;
  RunRecord record_{observer_};
  migrate::UploadSummary summary_ = test::sample_upload();
};

TEST_F(UploadPage, IsSound) {
  test::play_sample_run(record_);
  PageCheck(page()).expect_sound();
}

TEST_F(UploadPage, ShowsWhatWentWhere) {
  test::play_sample_run(record_);
  EXPECT_THAT(page(), AllOf(HasSubstr("The move to ada@example.org"),
                            HasSubstr("Gesendete Elemente"), HasSubstr("joined with its twin"),
                            HasSubstr("1,377"), HasSubstr("--exclude"), HasSubstr("$Label1")));
}

TEST_F(UploadPage, ListsWhatNeedsAttentionByKind) {
  const PageCheck page_check(page());
  EXPECT_THAT(page_check.texts("h3"),
              ::testing::ElementsAre(HasSubstr("too-big (2)"), HasSubstr("symlink (1)")));
  EXPECT_THAT(page(), AllOf(HasSubstr("Needs attention"), HasSubstr("3 things are not as planned"),
                            Not(HasSubstr("<script"))));
}

TEST_F(UploadPage, SaysHowManyMoreThereAre) {
  summary_.attention_total = 5'003;
  EXPECT_THAT(page(), HasSubstr("and 5,000 more"));
}

TEST_F(UploadPage, StoppedRunSaysThatNothingIsLostAndHowToGoOn) {
  summary_.stopped = Error{.kind = ErrorKind::Quota, .text = "the mailbox is full", .hint = "x."};
  EXPECT_THAT(page(), AllOf(HasSubstr("Stopped before the end"), HasSubstr("Nothing is lost"),
                            HasSubstr("Run the same command again")));
}

TEST_F(UploadPage, AStopThatOnlyOtherOptionsEndDoesNotSayToRepeat) {
  summary_.attention_total = 0;
  summary_.messages = {};
  summary_.stopped = Error{.kind = ErrorKind::Configuration, .text = "dates", .hint = "x."};
  EXPECT_THAT(page(), AllOf(HasSubstr("Stopped before the end"), Not(HasSubstr("same command"))));
}

TEST_F(UploadPage, CompleteRunHasNothingToDo) {
  summary_ = {};
  summary_.messages.uploaded = 4;
  EXPECT_THAT(page(), AllOf(HasSubstr("Complete"), HasSubstr("Nothing has to be done"),
                            Not(HasSubstr("What needs attention"))));
}

TEST_F(UploadPage, DryRunDoesNotClaimToHaveSent) {
  summary_ = {};
  summary_.dry_run = true;
  summary_.messages.uploaded = 4;
  summary_.profile = "exchange2010";
  EXPECT_THAT(page(), HasSubstr("By the rules of Exchange 2010, without a server"));
  EXPECT_THAT(page(), AllOf(HasSubstr("Ready to send"), HasSubstr("to be sent as they are"),
                            Not(HasSubstr("Complete"))));
}

TEST(FailurePage, SaysWhyAndWhatToDo) {
  const std::string page = failure_page(
      "upload", {.kind = ErrorKind::Tls, .text = "the <chain> is broken", .hint = "give --ca-file"},
      kNow);
  PageCheck(page).expect_sound();
  EXPECT_THAT(page, AllOf(HasSubstr("the &lt;chain&gt; is broken."), HasSubstr("give --ca-file")));
}

TEST(StatusPage, ShowsEveryMailbox) {
  StatusReport status{.host = "mail.example", .user = "ada", .maildir = "/home/ada/Maildir"};
  status.mailboxes = {{.name = "INBOX", .messages = {.stored = 7}},
                      {.name = "Sent & more", .created = true, .messages = {.refused = 2}}};
  status.messages = {.stored = 7, .refused = 2};
  status.attention = {{.folder = "Sent", .unique_name = "1.a", .kind = "too-big", .text = "x"}};
  const std::string page = status_page(status, kNow);
  PageCheck(page).expect_sound();
  EXPECT_THAT(page, AllOf(HasSubstr("Needs attention"), HasSubstr("Sent &amp; more"),
                          HasSubstr("made by mailhaul"), HasSubstr("Sent/1.a")));
}

TEST(StatusPage, AMoveHalfDoneIsNotFinished) {
  const std::string page = status_page({.messages = {.stored = 6, .unsent = 12}}, kNow);
  EXPECT_THAT(page, AllOf(HasSubstr("Not finished"), HasSubstr("12 messages are not sent yet"),
                          Not(HasSubstr("In order"))));
}

TEST(RunRecord, KeepsThePlanAndCountsByFolder) {
  test::SilentObserver observer;
  RunRecord record(observer);
  test::play_sample_run(record);
  ASSERT_EQ(record.folders().size(), 6U);
  const FolderRecord& inbox = record.folders()[0];
  EXPECT_EQ(inbox.stored, 823U);
  EXPECT_EQ(inbox.already_there, 1U);
  EXPECT_EQ(inbox.bytes, 821U * 110'000U + 12'900U + 14'100U);
  EXPECT_EQ(record.folders()[2].attention, 1U);
  EXPECT_EQ(record.folders()[5].why, "--exclude");
  EXPECT_EQ(record.changed().size(), 2U);
}

TEST(RunRecord, PassesEverythingOnOnce) {
  test::SilentObserver observer;
  RunRecord record(observer);
  test::play_sample_run(record);
  record.note("a note");
  EXPECT_EQ(observer.plans, 1);
  EXPECT_EQ(observer.messages, 2'508);
  EXPECT_EQ(observer.notes, 1);  // those of the plan are the display's own affair
  EXPECT_EQ(record.notes().size(), 2U);
}

TEST(RunRecord, ChangedMessagesAreBounded) {
  test::SilentObserver observer;
  RunRecord record(observer);
  for (int number = 0; number < 1'000; ++number) {
    record.message({.folder = "INBOX", .form = "repaired"});
  }
  EXPECT_EQ(record.changed().size(), RunRecord::kMostChanged);
}

}  // namespace
}  // namespace mailhaul::report
