#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/report/progress_text.hpp>

namespace mailhaul::report {
namespace {

using migrate::Phase;
using migrate::Progress;
using std::chrono::seconds;
using ::testing::HasSubstr;

Rate rate_of(std::uint64_t per_second) {
  Rate rate;
  rate.add(Rate::TimePoint{}, 0);
  rate.add(Rate::TimePoint{} + seconds(10), per_second * 10);
  return rate;
}

TEST(PhaseTitle, IsNumbered) {
  EXPECT_EQ(phase_title(Phase::Scan), "[1/7] Reading the Maildir");
  EXPECT_EQ(phase_title(Phase::Flags), "[7/7] Setting flags");
}

TEST(ProgressBar, ShowsShareCountsRateTimeAndMailbox) {
  const Progress progress{.messages_total = 2000,
                          .messages_done = 840,
                          .bytes_total = 10'000'000,
                          .bytes_done = 5'000'000,
                          .mailbox = "Sent Items"};
  EXPECT_EQ(progress_bar(progress, rate_of(100'000)),
            "[##########..........]  50 % 840/2,000  100.0 kB/s  0:50 left  Sent Items");
}

TEST(ProgressBar, IsFullOnlyWhenEveryMessageIsDone) {
  const Progress nearly{
      .messages_total = 10, .messages_done = 9, .bytes_total = 100, .bytes_done = 130};
  EXPECT_THAT(progress_bar(nearly, Rate()), HasSubstr(" 99 % 9/10"));
  const Progress all{
      .messages_total = 10, .messages_done = 10, .bytes_total = 100, .bytes_done = 90};
  EXPECT_THAT(progress_bar(all, Rate()), HasSubstr("100 % 10/10"));
}

TEST(ProgressBar, CountsMessagesWhereSizesAreUnknown) {
  EXPECT_THAT(progress_bar({.messages_total = 4, .messages_done = 1}, Rate()),
              HasSubstr(" 25 % 1/4"));
}

TEST(ProgressBar, EscapesTheMailbox) {
  EXPECT_THAT(progress_bar({.messages_total = 1, .mailbox = "a\x1b[2Jb"}, Rate()),
              HasSubstr("a\\x1B[2Jb"));
}

TEST(ProgressSentence, SaysTheSameInWords) {
  const Progress progress{.messages_total = 2000,
                          .messages_done = 840,
                          .bytes_total = 10'000'000,
                          .bytes_done = 5'000'000,
                          .mailbox = "INBOX"};
  EXPECT_EQ(progress_sentence(progress, rate_of(100'000)),
            "840 of 2,000 messages, 5.0 MB of 10.0 MB, 100.0 kB/s, 0:50 left, now INBOX");
}

}  // namespace
}  // namespace mailhaul::report
