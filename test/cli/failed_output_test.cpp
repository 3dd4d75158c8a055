/// Results that cannot be printed: no run takes that for success, nor for a fault of something
/// else.
#include "program_run.hpp"

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::cli_test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr int kOutputFailed = 74;

bool to_full_device() {
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  return ::setsid() >= 0 && full >= 0 && ::dup2(full, STDOUT_FILENO) >= 0;
}

bool to_closed_pipe() {
  int ends[2];  // NOLINT: no allocation before exec
  return ::setsid() >= 0 && ::pipe2(ends, O_CLOEXEC) == 0 && ::dup2(ends[1], STDOUT_FILENO) >= 0 &&
         ::close(ends[0]) == 0;
}

bool to_nothing() {
  return ::setsid() >= 0 && ::close(STDOUT_FILENO) == 0;
}

test::Ending run_into(bool (*output)(), const std::vector<std::string>& words) {
  test::Program program = mailhaul_program(words, "demo");
  program.before_exec = output;
  return test::run(program);
}

void expect_failed(const test::Ending& ending, const std::string& why) {
  EXPECT_EQ(ending.status, kOutputFailed) << why << ending.errors;
  EXPECT_THAT(ending.errors, HasSubstr("mailhaul: standard output cannot be written")) << why;
}

class FailedOutput : public ::testing::Test {
 protected:
  std::vector<std::string> with_journal(const std::string& command) {
    std::vector<std::string> words = server_.connection();
    words.insert(words.begin(), {command, "--journal", place_.journal()});
    return words;
  }

  Workplace place_;
  EmulatedExchange server_;
};

TEST_F(FailedOutput, IsNoSuccessOfAnyCommand) {
  for (const bool json : {true, false}) {
    for (auto* const output : {to_full_device, to_closed_pipe, to_nothing}) {
      std::vector<std::vector<std::string>> commands{upload_words(place_, server_),
                                                     with_journal("verify"),
                                                     {"status", "--journal", place_.journal()},
                                                     {"audit", place_.maildir()},
                                                     with_journal("rollback")};
      for (std::vector<std::string>& words : commands) {
        if (json) {
          words.insert(words.begin() + 1, "--json");
        }
        expect_failed(run_into(output, words), words.front());
      }
    }
  }
}

TEST_F(FailedOutput, DoesNotHideWhyARunEnded) {
  std::vector<std::string> words = with_journal("verify");
  words.push_back("--json");
  const test::Ending ending = run_into(to_full_device, words);
  EXPECT_EQ(ending.status, 66) << ending.errors;
  EXPECT_THAT(ending.errors, AllOf(HasSubstr("the journal cannot be opened"),
                                   HasSubstr("standard output cannot be written")));
}

TEST_F(FailedOutput, LeavesTheReport) {
  const std::string path = place_.path("audit.json");
  expect_failed(run_into(to_full_device, {"audit", "--report", path, place_.maildir()}), "audit");
  std::ifstream file(path);
  EXPECT_THAT(std::string(std::istreambuf_iterator<char>(file), {}), HasSubstr("mailhaul.audit/1"));
}

TEST(FailedHelp, IsToldToo) {
  for (const std::vector<std::string>& words : {std::vector<std::string>{"--help"},
                                                {"--version"},
                                                {"help", "upload"},
                                                {"audit", "--explain", "folder.trailing-space"}}) {
    expect_failed(run_into(to_full_device, words), words.front());
    expect_failed(run_into(to_closed_pipe, words), words.front());
  }
}

TEST(FailedErrors, EndNothing) {
  test::Program program = mailhaul_program({"audit", "/nonexistent"});
  program.before_exec = [] {
    const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    return ::setsid() >= 0 && full >= 0 && ::dup2(full, STDERR_FILENO) >= 0;
  };
  EXPECT_EQ(test::run(program).status, 66);
}

TEST(FailedTemporaryFiles, AreNoFaultOfTheSource) {
  const Workplace place;
  const std::string closed = place.path("closed");
  std::filesystem::create_directory(closed);
  std::filesystem::permissions(closed, std::filesystem::perms::owner_read);
  test::Program program = mailhaul_program({"upload", "--rehearse", place.maildir()});
  program.environment.emplace_back("TMPDIR", closed);
  const test::Ending ending = test::run(program);
  EXPECT_EQ(ending.status, kOutputFailed) << ending.errors;
  EXPECT_THAT(ending.errors, HasSubstr("Permission denied"));
}

}  // namespace
}  // namespace mailhaul::cli_test
