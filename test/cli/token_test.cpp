/// Sign-in with the token of --oauth-token-command.
#include "program_run.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::cli_test {
namespace {

using ::testing::HasSubstr;

std::ptrdiff_t lines_in(const std::string& path) {
  std::ifstream file(path);
  return std::count(std::istreambuf_iterator<char>(file), {}, '\n');
}

/// A token in a directory that nobody but the starter of the program can enter.
class Token : public ::testing::Test {
 protected:
  Token() {
    std::filesystem::create_directory(vault_);
    std::filesystem::permissions(vault_, std::filesystem::perms(0700));
    place_.write("vault/token", "demo\n");
  }

  test::Ending upload(const EmulatedExchange& server, const std::string& command) {
    return run_mailhaul(upload_words(place_, server, {"--oauth-token-command", command}));
  }

  Workplace place_;
  std::string vault_ = place_.path("vault");
};

TEST_F(Token, IsFetchedWithTheRightsOfTheStartForEveryConnection) {
  const EmulatedExchange server({"--profile", "exchange-online", "--fault", "bye@UID FETCH#1"});
  const test::Ending ending =
      upload(server, "cat '" + vault_ + "/token' && echo >>'" + vault_ + "/runs'");
  EXPECT_EQ(ending.status, 0) << ending.errors;
  EXPECT_THAT(ending.output, HasSubstr("4 messages uploaded"));
  EXPECT_EQ(lines_in(vault_ + "/runs"), 2);
}

TEST_F(Token, CommandThatFailsIsNamed) {
  const EmulatedExchange server({"--profile", "exchange-online"});
  const test::Ending ending = upload(server, "echo demo; exit 3");
  EXPECT_EQ(ending.status, 78);
  EXPECT_THAT(ending.errors, HasSubstr("--oauth-token-command"));
  EXPECT_THAT(ending.errors, HasSubstr("exit status 3"));
}

TEST_F(Token, ThatTheServerRefusesEndsTheRunAfterOneAttempt) {
  const EmulatedExchange server(
      {"--profile", "exchange-online", "--events", place_.path("events")});
  const test::Ending ending = upload(server, "echo not-the-token");
  EXPECT_EQ(ending.status, 77) << ending.errors;
  std::ifstream events(place_.path("events"));
  const std::string text{std::istreambuf_iterator<char>(events), {}};
  const std::string attempt = R"("name":"AUTHENTICATE")";
  EXPECT_EQ(text.find(attempt, text.find(attempt) + 1), text.rfind(attempt)) << text;
}

TEST_F(Token, AndAPasswordFileAreNotBothTaken) {
  const EmulatedExchange server({"--profile", "exchange-online"});
  const test::Ending ending = run_mailhaul(
      upload_words(place_, server,
                   {"--oauth-token-command", "echo demo", "--password-file", vault_ + "/token"}));
  EXPECT_EQ(ending.status, 64) << ending.errors;
}

}  // namespace
}  // namespace mailhaul::cli_test
