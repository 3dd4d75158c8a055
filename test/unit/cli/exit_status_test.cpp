#include <csignal>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <mailhaul/cli/exit_status.hpp>

namespace mailhaul::cli {
namespace {

TEST(ExitStatus, ErrorsOfTheCommandLineAreSixtyFour) {
  EXPECT_EQ(static_cast<int>(exit_status_of(ErrorKind::Usage)), 64);
}

TEST(ExitStatus, EachErrorThatEndsARunHasTheValueOfTheContract) {
  EXPECT_EQ(static_cast<int>(exit_status_of(ErrorKind::SourceUnusable)), 66);
  EXPECT_EQ(static_cast<int>(exit_status_of(ErrorKind::Unreachable)), 69);
  EXPECT_EQ(static_cast<int>(exit_status_of(ErrorKind::Tls)), 69);
  EXPECT_EQ(static_cast<int>(exit_status_of(ErrorKind::Internal)), 70);
  EXPECT_EQ(static_cast<int>(exit_status_of(ErrorKind::Journal)), 73);
  EXPECT_EQ(static_cast<int>(exit_status_of(ErrorKind::FileSystem)), 74);
  EXPECT_EQ(static_cast<int>(exit_status_of(ErrorKind::JournalLocked)), 75);
  EXPECT_EQ(static_cast<int>(exit_status_of(ErrorKind::Throttled)), 75);
  EXPECT_EQ(static_cast<int>(exit_status_of(ErrorKind::Disconnected)), 75);
  EXPECT_EQ(static_cast<int>(exit_status_of(ErrorKind::Protocol)), 76);
  EXPECT_EQ(static_cast<int>(exit_status_of(ErrorKind::Authentication)), 77);
  EXPECT_EQ(static_cast<int>(exit_status_of(ErrorKind::Configuration)), 78);
}

TEST(ExitStatus, NoErrorIsSuccess) {
  for (int kind = 0; kind <= static_cast<int>(ErrorKind::Internal); ++kind) {
    const ExitStatus status = exit_status_of(static_cast<ErrorKind>(kind));
    EXPECT_NE(status, ExitStatus::Done) << to_string(static_cast<ErrorKind>(kind));
    EXPECT_NE(status, ExitStatus::Attention) << to_string(static_cast<ErrorKind>(kind));
  }
}

TEST(ExitStatus, SignalsAreOneHundredAndTwentyEightAndTheirNumber) {
  EXPECT_EQ(static_cast<int>(exit_status_of_signal(SIGINT)), 130);
  EXPECT_EQ(static_cast<int>(exit_status_of_signal(SIGTERM)), 143);
}

/// The numbers of ".It 64" lines below EXIT STATUS.
std::vector<int> values_in_manual() {
  std::ifstream manual(MAILHAUL_SOURCE_DIR "/man/mailhaul.1");
  std::vector<int> values;
  bool inside = false;
  const std::regex item(R"(^\.It ([0-9]+).*)");
  for (std::string line; std::getline(manual, line);) {
    if (line.starts_with(".Sh")) {
      inside = line == ".Sh EXIT STATUS";
    }
    std::smatch match;
    if (inside && std::regex_match(line, match, item)) {
      values.push_back(std::stoi(match[1]));
    }
  }
  return values;
}

TEST(ExitStatus, ManualHasTheSameTable) {
  std::vector<int> values;
  for (const ExitStatusRow& row : exit_status_table()) {
    values.push_back(static_cast<int>(row.status));
  }
  EXPECT_EQ(values_in_manual(), values);
}

}  // namespace
}  // namespace mailhaul::cli
