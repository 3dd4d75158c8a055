#include "unit/report/pipe_reader.hpp"

#include <algorithm>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/report/message_log.hpp>

namespace mailhaul::report {
namespace {

using migrate::MessageReport;
using migrate::Outcome;

std::int64_t noon() {
  return 1'790'000'000;
}

TEST(LogLine, HasTenColumns) {
  const MessageReport report{.outcome = Outcome::Refused,
                             .folder = "Sent",
                             .unique_name = "1234.M1P2.host",
                             .mailbox = "Sent Items",
                             .wire_size = 4210,
                             .uid = 17,
                             .form = "wrapped",
                             .kind = "too-big",
                             .text = "NO too big"};
  EXPECT_EQ(format_log_line(report, noon()),
            "2026-09-21T14:13:20Z\trefused\tSent Items\t17\t4210\tSent\t1234.M1P2.host\twrapped\t"
            "too-big\tNO too big");
}

TEST(LogLine, EmptyColumnsAreDashes) {
  EXPECT_EQ(format_log_line({.folder = "INBOX", .unique_name = "a", .mailbox = "INBOX"}, noon()),
            "2026-09-21T14:13:20Z\tstored\tINBOX\t-\t0\tINBOX\ta\tas-is\t-\t-");
}

TEST(LogLine, NothingFromOutsideCanForgeAColumnOrALine) {
  const std::string line = format_log_line({.folder = "a\tb",
                                            .unique_name = "x\n2026\tstored",
                                            .mailbox = "m\r",
                                            .text = "NO \x1b[31m\xff"},
                                           noon());
  EXPECT_EQ(std::ranges::count(line, '\t'), 9);
  EXPECT_EQ(line.find_first_of("\n\r\x1b\xff"), std::string::npos);
}

TEST(LogNote, HasTheSameColumns) {
  const std::string line = format_log_note("waiting", "throttled", noon());
  EXPECT_EQ(std::ranges::count(line, '\t'), 9);
  EXPECT_TRUE(line.ends_with("\tthrottled"));
}

TEST(MessageLog, WritesWhenItIsFlushed) {
  const PipeReader pipe;
  MessageLog log(pipe.fd(), noon);
  log.add({.folder = "INBOX", .unique_name = "a", .mailbox = "INBOX"});
  log.add_note("note", "b");
  EXPECT_EQ(pipe.take(), "");
  EXPECT_TRUE(log.flush());
  const std::string written = pipe.take();
  EXPECT_EQ(std::ranges::count(written, '\n'), 2);
}

TEST(MessageLog, WritesByItselfBeforeItGrowsLarge) {
  const PipeReader pipe;
  MessageLog log(pipe.fd(), noon);
  const std::string text(1000, 'x');
  for (int line = 0; line < 100; ++line) {
    log.add_note("note", text);
  }
  EXPECT_GT(pipe.take().size(), 60'000U);
}

TEST(MessageLog, SaysWhenTheFileCannotBeWritten) {
  MessageLog log(-1, noon);
  log.add_note("note", "lost");
  EXPECT_FALSE(log.flush());
}

}  // namespace
}  // namespace mailhaul::report
