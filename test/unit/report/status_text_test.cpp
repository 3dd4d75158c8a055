#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/report/status_report.hpp>

namespace mailhaul::report {
namespace {

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
      .messages = {.stored = 6, .refused = 1}};
  EXPECT_EQ(status_text(status),
            "/home/ada/Maildir -> ada on mail.example (exchange2016)\n"
            "  journal /j.db, last written 2026-09-21T14:13:20Z\n"
            "  INBOX: 5 stored\n"
            "  Foo: 1 stored, 1 refused, made by mailhaul\n"
            "Messages: 6 stored, 1 refused\n"
            "Run mailhaul upload again: it retries what is left.\n");
}

TEST(StatusText, AFinishedMoveNeedsNothing) {
  EXPECT_THAT(status_text({.messages = {.stored = 1}}), HasSubstr("Nothing needs attention.\n"));
}

}  // namespace
}  // namespace mailhaul::report
