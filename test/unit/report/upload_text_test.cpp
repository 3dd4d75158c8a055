#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/report/upload_text.hpp>

namespace mailhaul::report {
namespace {

using migrate::UploadSummary;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

UploadSummary plain_summary() {
  UploadSummary summary;
  summary.user = "ada";
  summary.host = "mail.example";
  summary.mailboxes.planned = 9;
  summary.mailboxes.created = 7;
  summary.mailboxes.existing = 2;
  summary.messages.found = 2000;
  summary.messages.uploaded = 2000;
  summary.bytes_sent = 20'000'000;
  summary.seconds = 20.0;
  return summary;
}

TEST(UploadText, PlainRunIsThreeLines) {
  EXPECT_EQ(upload_text(plain_summary()),
            "2,000 messages uploaded to ada on mail.example, 20.0 MB in 0:20, 100\n"
            "  messages/s, 1.0 MB/s.\n"
            "  2,000 messages found; mailboxes: 9 planned, 7 created, 2 there before\n"
            "Nothing needs attention.\n");
}

TEST(UploadText, NamesEveryCountThatIsNotZero) {
  UploadSummary summary = plain_summary();
  summary.messages.already_there = 1;
  summary.messages.wrapped = 2;
  summary.messages.skipped = 3;
  summary.messages.empty = 4;
  summary.keywords_not_kept = {{"$Label1", 5}};
  const std::string text = upload_text(summary);
  EXPECT_THAT(text, HasSubstr("  1 message already there"));
  EXPECT_THAT(text, HasSubstr("  2 messages wrapped"));
  EXPECT_THAT(text, HasSubstr("  3 messages left out"));
  EXPECT_THAT(text, HasSubstr("  4 empty files left out"));
  EXPECT_THAT(text, HasSubstr("keyword $Label1 of 5 messages"));
}

TEST(UploadText, ListsWhatNeedsAttentionAndSaysWhereTheRestIs) {
  UploadSummary summary = plain_summary();
  summary.messages.refused = 300;
  summary.attention = {{.folder = "Sent",
                        .unique_name = "1.\xff",
                        .mailbox = "Sent Items",
                        .kind = "too-big",
                        .text = "NO too big"}};
  summary.attention_total = 300;
  const std::string text = upload_text(summary);
  EXPECT_THAT(text, HasSubstr("300 things need attention:\n"
                              "  Sent/1.\\xFF -> Sent Items: NO too big [too-big]\n"
                              "  and 299 more; --log FILE lists them all\n"));
  EXPECT_THAT(text, Not(HasSubstr("Nothing needs attention")));
}

TEST(UploadText, AMatterOfNoFolderStandsWithoutAPlace) {
  UploadSummary summary = plain_summary();
  summary.attention = {{.kind = "rule-unused", .text = "no folder fits --map A=B"}};
  summary.attention_total = 1;
  EXPECT_THAT(upload_text(summary), HasSubstr("\n  no folder fits --map A=B [rule-unused]\n"));
}

TEST(UploadText, SaysWhyItStoppedAndWhatToDo) {
  UploadSummary summary = plain_summary();
  summary.stopped = Error{.kind = ErrorKind::Disconnected,
                          .text = "the connection was lost",
                          .where = "mail.example",
                          .hint = "look at the server's log"};
  const std::string text = upload_text(summary);
  EXPECT_THAT(text, HasSubstr("Stopped before the end: mail.example: the connection was lost.\n"
                              "  look at the server's log\n"));
  EXPECT_THAT(text, HasSubstr("run the same command again"));
}

TEST(UploadText, DoesNotSendAnybodyIntoAStopThatOnlyOtherOptionsEnd) {
  UploadSummary summary = plain_summary();
  for (const ErrorKind kind : {ErrorKind::Configuration, ErrorKind::Unsupported}) {
    summary.stopped = Error{.kind = kind, .text = "dates", .hint = "give --accept-server-dates"};
    EXPECT_THAT(upload_text(summary),
                AllOf(HasSubstr("  give --accept-server-dates\n"), Not(HasSubstr("same command"))));
  }
  for (const ErrorKind kind : {ErrorKind::Quota, ErrorKind::Throttled, ErrorKind::LimitReached,
                               ErrorKind::Interrupted, ErrorKind::Journal}) {
    summary.stopped->kind = kind;
    EXPECT_THAT(upload_text(summary), HasSubstr("run the same command again to continue"));
  }
}

TEST(UploadText, DryRunSaysThatNothingWasSent) {
  UploadSummary summary = plain_summary();
  summary.dry_run = true;
  summary.messages.uploaded = 1500;
  summary.messages.already_there = 500;
  EXPECT_THAT(
      upload_text(summary),
      HasSubstr("Would send 1,500 messages in 9 mailboxes to ada on mail.example; nothing was\n"
                "  sent.\n"));
  summary.host.clear();
  EXPECT_THAT(upload_text(summary), HasSubstr("in 9 mailboxes; nothing was sent.\n"));
}

TEST(UploadAttentionText, IsEmptyWhenAllIsWell) {
  EXPECT_EQ(upload_attention_text(plain_summary()), "");
}

TEST(UploadText, NamesTheSubjectOfWhatNeedsAttention) {
  migrate::UploadSummary summary;
  summary.attention = {
      {.folder = "Sent",
       .unique_name = "1.a",
       .mailbox = "Sent Items",
       .kind = "too-big",
       .text = "too large",
       .subject = "Holiday photos"},
      {.folder = "Foo", .mailbox = "Foo", .kind = "mailbox-refused", .text = "no"}};
  summary.attention_total = 2;
  EXPECT_THAT(upload_text(summary),
              ::testing::HasSubstr("[too-big]\n    subject: Holiday photos\n"));
  EXPECT_THAT(upload_text(summary), ::testing::HasSubstr("[mailbox-refused]\n"));
}

TEST(UploadText, CountsNamesOfXFieldsWhereTheyCanRunOut) {
  UploadSummary summary = plain_summary();
  summary.profile = "exchange2007";
  summary.header_names = 12;
  EXPECT_THAT(upload_text(summary), Not(HasSubstr("X- header fields")));
  summary.header_name_limit = 8192;
  EXPECT_THAT(upload_text(summary), HasSubstr("12 different names of X- header fields sent"));
  EXPECT_THAT(upload_text(summary), Not(HasSubstr("--strip-x-headers")));
  summary.header_names = 5000;
  EXPECT_THAT(upload_text(summary), HasSubstr("--strip-x-headers"));
}

}  // namespace
}  // namespace mailhaul::report
