/// A password or token shows nowhere: not in what a run writes, and not in its memory once the
/// server knows it.
#include "cli/program_run.hpp"
#include "conformance/memory_search.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::conformance {
namespace {

using cli_test::EmulatedExchange;
using cli_test::mailhaul_program;
using cli_test::upload_words;
using cli_test::Workplace;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kPassword = "correct-horse:battery+staple/42 \"quoted\"";
/// What every form of it holds, be it as it is or as a quoted string.
constexpr const char* kCore = "correct-horse:battery+staple/42";

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A run that hangs at its first message, for ever as far as the test is concerned.
class Secrets : public ::testing::Test {
 protected:
  Secrets() {
    place_.write("secret", std::string(kPassword) + "\n");
    std::filesystem::permissions(place_.path("secret"), std::filesystem::perms(0600));
  }

  void start_server(std::vector<std::string> options) {
    options.insert(options.end(),
                   {"--password-file", place_.path("secret"), "--events", place_.path("events")});
    server_.emplace(options);
  }

  [[nodiscard]] std::vector<std::string> words(std::vector<std::string> more) const {
    more.insert(more.end(),
                {"--log", place_.path("log"), "--report", place_.path("report.html"), "-v", "-v"});
    return upload_words(place_, *server_, more);
  }

  /// The trace remembers what it has to blank out, so it is no part of a search in memory.
  [[nodiscard]] std::vector<std::string> traced_words(const std::string& option = {}) const {
    std::vector<std::string> more = {"--trace", place_.path("trace"), "--password-file",
                                     place_.path("secret")};
    if (!option.empty()) {
      more.push_back(option);
    }
    return words(std::move(more));
  }

  /// Signed in, and waiting for the answer to an APPEND.
  void run_into_the_pause(const std::vector<std::string>& more) {
    program_.emplace(mailhaul_program(words(more)));
    while (content_of(place_.path("events")).find(R"("event":"fault")") == std::string::npos) {
      ASSERT_TRUE(program_->is_running()) << program_->errors();
      std::this_thread::yield();
    }
  }

  [[nodiscard]] std::string command() const { return "cat '" + place_.path("secret") + "'"; }

  /// In the process itself and in those that it started.
  void expect_in_memory(std::size_t times) {
    std::vector<pid_t> processes = children_of(program_->pid());
    processes.push_back(program_->pid());
    for (const pid_t process : processes) {
      const bool is_helper = process != program_->pid();
      EXPECT_EQ(count_in_memory(process, kCore), is_helper ? 0 : times);
      for (const std::string& trace : base64_traces(kCore)) {
        EXPECT_EQ(count_in_memory(process, trace), 0U) << trace;
      }
    }
  }

  void expect_in_no_file() const {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(place_.path("."))) {
      if (!entry.is_regular_file() || entry.path().filename() == "secret") {
        continue;
      }
      expect_clean(content_of(entry.path().string()), entry.path().string());
    }
  }

  static void expect_clean(const std::string& text, const std::string& where) {
    EXPECT_THAT(text, Not(HasSubstr(kCore))) << where;
    for (const std::string& trace : base64_traces(kCore)) {
      EXPECT_THAT(text, Not(HasSubstr(trace))) << where;
    }
  }

  Workplace place_;
  std::optional<EmulatedExchange> server_;
  std::optional<test::ChildProcess> program_;
};

constexpr const char* kForEver = "delay@APPEND#1:3600s";

/// Else the tests below would find nothing whatever happens.
TEST_F(Secrets, AreFoundWhereTheyAre) {
  start_server({});
  EXPECT_GE(count_in_memory(server_->program().pid(), kCore), 1U);
  EXPECT_THAT("AGRlbW8AY29ycmVjdC1ob3JzZQ==", HasSubstr(base64_traces("correct-horse")[0]));
}

TEST_F(Secrets, PasswordOfACommandIsWipedOnceTheServerKnowsIt) {
  start_server({"--fault", kForEver});
  run_into_the_pause({"--password-command", command()});
  expect_in_memory(0);
}

TEST_F(Secrets, PasswordIsWipedAfterTheLoginCommandToo) {
  start_server({"--profile", "exchange2007", "--fault", kForEver});
  run_into_the_pause({"--accept-server-dates", "--password-command", command()});
  expect_in_memory(0);
}

TEST_F(Secrets, TokenIsWipedOnceTheServerKnowsIt) {
  start_server({"--profile", "exchange-online", "--fault", kForEver});
  run_into_the_pause({"--oauth-token-command", command()});
  expect_in_memory(0);
}

/// It is needed again if the connection is lost.
TEST_F(Secrets, PasswordOfAFileIsKeptOnce) {
  start_server({"--fault", kForEver});
  run_into_the_pause({"--password-file", place_.path("secret")});
  expect_in_memory(1);
}

TEST_F(Secrets, LeaveNoCore) {
  start_server({"--fault", kForEver});
  run_into_the_pause({"--password-file", place_.path("secret")});
  EXPECT_THAT(content_of(fmt::format("/proc/{}/limits", program_->pid())),
              ::testing::ContainsRegex("Max core file size +0 +0 "));
  program_->signal(SIGSEGV);
  EXPECT_EQ(program_->wait(std::chrono::seconds(60)).status, 128 + SIGSEGV);
  expect_in_no_file();
}

TEST_F(Secrets, ShowInNothingThatARunWrites) {
  start_server({"--fault", "bye@STATUS#1"});
  const test::Ending ending = test::run(mailhaul_program(traced_words("--json")));
  EXPECT_EQ(ending.status, 0) << ending.errors;
  EXPECT_THAT(content_of(place_.path("trace")), HasSubstr("AUTHENTICATE PLAIN"));
  expect_clean(ending.output, "standard output");
  expect_clean(ending.errors, "standard error");
  expect_in_no_file();
}

TEST_F(Secrets, ShowInNothingThatARefusedSignInWrites) {
  start_server({"--profile", "exchange2007"});
  place_.write("secret", std::string("X") + kPassword + "\n");
  const test::Ending ending = test::run(mailhaul_program(traced_words()));
  EXPECT_EQ(ending.status, 77) << ending.errors;
  expect_clean(ending.output, "standard output");
  expect_clean(ending.errors, "standard error");
  expect_in_no_file();
}

}  // namespace
}  // namespace mailhaul::conformance
