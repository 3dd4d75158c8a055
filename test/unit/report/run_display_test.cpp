#include "unit/report/pipe_reader.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/report/run_display.hpp>

namespace mailhaul::report {
namespace {

using migrate::MessageReport;
using migrate::Outcome;
using migrate::Phase;
using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::Not;

class RunDisplayTest : public ::testing::Test {
 protected:
  RunDisplay make(ProgressStyle style, Verbosity verbosity = Verbosity::Normal,
                  MessageLog* log = nullptr) {
    return RunDisplay({.fd = pipe_.fd(),
                       .progress = style,
                       .verbosity = verbosity,
                       .clock = [this] { return now_; },
                       .log = log});
  }

  PipeReader pipe_;
  Rate::TimePoint now_;
};

constexpr MessageReport kStored{.folder = "INBOX", .unique_name = "1.a", .mailbox = "INBOX"};
constexpr MessageReport kRefused{.outcome = Outcome::Refused,
                                 .folder = "INBOX",
                                 .unique_name = "1.b",
                                 .mailbox = "INBOX",
                                 .kind = "too-big",
                                 .text = "NO too big",
                                 .subject = "Holiday"};

TEST_F(RunDisplayTest, NumbersThePhases) {
  auto display = make(ProgressStyle::Auto);
  display.phase(Phase::Scan);
  display.phase(Phase::Done);
  EXPECT_EQ(pipe_.take(), "[1/7] Reading the Maildir\n");
}

TEST_F(RunDisplayTest, AutoDrawsNoBarInAPipe) {
  auto display = make(ProgressStyle::Auto);
  display.progress({.messages_total = 10, .messages_done = 1});
  EXPECT_THAT(pipe_.take(), Not(HasSubstr("\r")));
}

TEST_F(RunDisplayTest, LinesComeEveryTenSecondsAndForEveryMailbox) {
  auto display = make(ProgressStyle::Lines);
  display.progress({.messages_total = 10, .messages_done = 1, .mailbox = "A"});
  EXPECT_THAT(pipe_.take(), HasSubstr("1 of 10 messages"));
  now_ += seconds(9);
  display.progress({.messages_total = 10, .messages_done = 2, .mailbox = "A"});
  EXPECT_EQ(pipe_.take(), "");
  display.progress({.messages_total = 10, .messages_done = 3, .mailbox = "B"});
  EXPECT_THAT(pipe_.take(), HasSubstr("now B"));
  now_ += seconds(10);
  display.progress({.messages_total = 10, .messages_done = 4, .mailbox = "B"});
  EXPECT_THAT(pipe_.take(), HasSubstr("4 of 10 messages"));
}

TEST_F(RunDisplayTest, BarIsDrawnOnDemandAndGoneAtTheEnd) {
  auto display = make(ProgressStyle::Bar);
  display.progress({.messages_total = 10, .messages_done = 5});
  EXPECT_THAT(pipe_.take(), HasSubstr("\r\x1b[K[##########"));
  display.finish();
  EXPECT_EQ(pipe_.take(), "\r\x1b[K");
}

TEST_F(RunDisplayTest, NoneShowsNoProgress) {
  auto display = make(ProgressStyle::None);
  display.progress({.messages_total = 10, .messages_done = 5});
  EXPECT_EQ(pipe_.take(), "");
}

TEST_F(RunDisplayTest, NormalShowsOnlyWhatNeedsAttention) {
  auto display = make(ProgressStyle::None);
  display.message(kStored);
  EXPECT_EQ(pipe_.take(), "");
  display.message(kRefused);
  EXPECT_EQ(pipe_.take(), "refused: INBOX/1.b -> INBOX: NO too big (subject: Holiday)\n");
}

TEST_F(RunDisplayTest, NormalStopsListingAfterTheFirst) {
  auto display = make(ProgressStyle::None);
  for (unsigned i = 0; i < 3 * RunDisplay::kShownAttention; ++i) {
    display.message(kRefused);
  }
  const std::string shown = pipe_.take();
  EXPECT_EQ(std::ranges::count(shown, '\n'), RunDisplay::kShownAttention + 1);
  EXPECT_TRUE(shown.ends_with("more of this kind are listed at the end only\n"));
}

TEST_F(RunDisplayTest, VerboseAddsWhatIsNotPlainAndAllAddsTheRest) {
  MessageReport wrapped = kStored;
  wrapped.form = "wrapped";
  auto verbose = make(ProgressStyle::None, Verbosity::Verbose);
  verbose.message(kStored);
  EXPECT_EQ(pipe_.take(), "");
  verbose.message(wrapped);
  EXPECT_EQ(pipe_.take(), "stored: INBOX/1.a -> INBOX, wrapped\n");
  auto all = make(ProgressStyle::None, Verbosity::All);
  all.message(kStored);
  EXPECT_EQ(pipe_.take(), "stored: INBOX/1.a -> INBOX\n");
}

TEST_F(RunDisplayTest, QuietSaysNothingButKeepsTheLog) {
  const PipeReader file;
  MessageLog log(file.fd(), [] { return std::int64_t{0}; });
  auto display = make(ProgressStyle::Bar, Verbosity::Quiet, &log);
  display.phase(Phase::Send);
  display.message(kRefused);
  display.waiting("throttled", 1500);
  display.note("merged");
  display.progress({.messages_total = 1});
  display.finish();
  EXPECT_EQ(pipe_.take(), "");
  const std::string written = file.take();
  EXPECT_EQ(std::ranges::count(written, '\n'), 3);
}

TEST_F(RunDisplayTest, PlanNamesFolderMailboxAndReason) {
  migrate::Plan plan;
  migrate::PlannedFolder& sent = plan.folders.emplace_back();
  sent.name = "Sent";
  sent.mailbox = "Sent Items";
  sent.reason = migrate::MappingReason::SpecialUse;
  sent.changes = {"was Sent"};
  migrate::SkippedFolder& trash = plan.skipped.emplace_back();
  trash.name = "Trash";
  trash.why = "--skip-trash";
  plan.notes.emplace_back("two folders are merged");
  auto display = make(ProgressStyle::None);
  display.plan(plan);
  const std::string shown = pipe_.take();
  EXPECT_THAT(shown, HasSubstr("  Sent -> Sent Items (special-use); was Sent\n"));
  EXPECT_THAT(shown, HasSubstr("  Trash is left out: --skip-trash\n"));
  EXPECT_THAT(shown, HasSubstr("note: two folders are merged\n"));
}

TEST_F(RunDisplayTest, WaitingIsRoundedUp) {
  auto display = make(ProgressStyle::None);
  display.waiting("the server asks for it", 299'609);
  EXPECT_EQ(pipe_.take(), "the server asks for it: waiting 5:00\n");
}

TEST_F(RunDisplayTest, LostLogIsSaidOnce) {
  MessageLog log(-1, [] { return std::int64_t{0}; });
  auto display = make(ProgressStyle::None, Verbosity::Normal, &log);
  display.message(kStored);
  display.progress({});
  EXPECT_THAT(pipe_.take(), HasSubstr("log file cannot be written"));
  display.message(kStored);
  display.finish();
  EXPECT_EQ(pipe_.take(), "");
}

TEST_F(RunDisplayTest, NothingFromOutsideReachesTheTerminalRaw) {
  auto display = make(ProgressStyle::None, Verbosity::All);
  display.message({.folder = "\x1b]0;x\a", .unique_name = "\xff", .mailbox = "\n", .text = "\r"});
  display.note("\x1b[2J");
  display.waiting("\x1b[2J", 1);
  const std::string shown = pipe_.take();
  EXPECT_EQ(shown.find_first_of("\x1b\a\r\xff"), std::string::npos);
  EXPECT_EQ(std::ranges::count(shown, '\n'), 3);
}

}  // namespace
}  // namespace mailhaul::report
