#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/report/status_report.hpp>

namespace mailhaul::report {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

TEST(StatusText, ShowsMoveMailboxesAndTotals) {
  const StatusReport status{
      .journal = "/j.db",
      .host = "mail.example",
      .user = "ada",
      .maildir = "/home/ada/Maildir",
      .profile = "exchange2016",
      .last_write = 1'790'000'000,
      .mailboxes = {{.name = "INBOX", .created = false, .messages = {.stored = 5}},
                    {.name = "Foo", .created = true, .messages = {.stored = 1, .refused = 1}}},
      .messages = {.stored = 6, .refused = 1},
      .attention = {{.folder = "INBOX", .unique_name = "1.a", .kind = "too-big", .text = "x"}}};
  EXPECT_EQ(status_text(status),
            "/home/ada/Maildir -> ada on mail.example (exchange2016)\n"
            "  journal /j.db, last written 2026-09-21T14:13:20Z\n"
            "  INBOX: 5 stored\n"
            "  Foo: 1 stored, 1 refused, made by mailhaul\n"
            "Messages: 6 stored, 1 refused\n"
            "  INBOX/1.a: x [too-big]\n"
            "Run mailhaul upload again: it retries what is left.\n");
}

TEST(StatusText, AMoveHalfDoneIsNotFinished) {
  const StatusReport status{.messages = {.stored = 6, .unsent = 12}};
  EXPECT_TRUE(status.needs_attention());
  EXPECT_EQ(status_attention_text(status),
            "The move is not finished: 12 messages are not sent yet. Run mailhaul upload again.\n");
  EXPECT_THAT(status_text(status), EndsWith(status_attention_text(status)));
}

TEST(StatusText, SaysHowManyMoreThereAreThanItLists) {
  const StatusReport status{
      .messages = {.refused = 2, .unknown = 1},
      .attention = {{.folder = "INBOX", .unique_name = "1.a", .kind = "too-big", .text = "x"}}};
  EXPECT_EQ(status_attention_text(status),
            "  INBOX/1.a: x [too-big]\n"
            "  and 2 more\n"
            "Run mailhaul upload again: it retries what is left.\n");
}

TEST(StatusText, AFinishedMoveNeedsNothing) {
  EXPECT_THAT(status_text({.messages = {.stored = 1}}), HasSubstr("Nothing needs attention.\n"));
  EXPECT_EQ(status_attention_text({.messages = {.stored = 1}}), "");
}

}  // namespace
}  // namespace mailhaul::report
