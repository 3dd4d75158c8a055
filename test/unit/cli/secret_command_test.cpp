#include "cli/secrets/secret_command.hpp"

#include "unit/cli/scratch.hpp"

#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <string>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

Result<Secret> run_once(const std::string& command) {
  auto started = SecretCommand::start(command, "--password-command");
  return started ? started->run(-1) : fail(started.error());
}

TEST(SecretCommand, GivesTheFirstLine) {
  const auto secret = run_once("echo sesame; echo more");
  ASSERT_TRUE(secret.has_value()) << secret.error().message();
  EXPECT_EQ(secret->reveal(), "sesame");
}

TEST(SecretCommand, RunsAgainForEveryCall) {
  const Scratch scratch;
  auto command =
      SecretCommand::start("echo x >>" + scratch.path() + "/n; wc -l <" + scratch.path() + "/n",
                           "--oauth-token-command");
  ASSERT_TRUE(command.has_value());
  EXPECT_EQ(command->run(-1)->reveal(), "1");
  EXPECT_EQ(command->run(-1)->reveal(), "2");
}

TEST(SecretCommand, GivesLongTokensWhole) {
  const auto secret = run_once("head -c 60000 /dev/zero | tr '\\0' x");
  ASSERT_TRUE(secret.has_value()) << secret.error().message();
  EXPECT_EQ(secret->reveal().size(), 60000U);
}

TEST(SecretCommand, LetsTheCommandWriteMoreThanAPipeHolds) {
  EXPECT_TRUE(run_once("echo sesame; head -c 300000 /dev/zero").has_value());
}

TEST(SecretCommand, FailureIsNamedWithoutTheOutput) {
  const auto secret = run_once("echo sesame; exit 3");
  ASSERT_FALSE(secret.has_value());
  EXPECT_EQ(secret.error().kind, ErrorKind::Configuration);
  EXPECT_THAT(secret.error().message(), HasSubstr("exit status 3"));
  EXPECT_THAT(secret.error().message(), Not(HasSubstr("sesame")));
}

TEST(SecretCommand, NoOutputIsAFailure) {
  const auto secret = run_once("true");
  ASSERT_FALSE(secret.has_value());
  EXPECT_THAT(secret.error().message(),
              AllOf(HasSubstr("the first line is empty"), HasSubstr("--password-command")));
}

TEST(SecretCommand, ReadsNothingFromOurStandardInput) {
  EXPECT_EQ(run_once("cat; echo end")->reveal(), "end");
}

TEST(SecretCommand, InheritsNoOtherDescriptor) {
  const int fd = ::open("/dev/null", O_RDONLY);  // not close-on-exec
  const auto secret = run_once("test -e /proc/self/fd/" + std::to_string(fd) + " || echo closed");
  ::close(fd);
  ASSERT_TRUE(secret.has_value());
  EXPECT_EQ(secret->reveal(), "closed");
}

TEST(SecretCommand, StopRequestEndsTheCommand) {
  const UniqueFd stop(::eventfd(1, 0));
  auto command = SecretCommand::start("exec sleep 600", "--password-command");
  ASSERT_TRUE(command.has_value());
  const auto secret = command->run(stop.get());
  ASSERT_FALSE(secret.has_value());
  EXPECT_EQ(secret.error().kind, ErrorKind::Interrupted);
  EXPECT_FALSE(command->run(-1).has_value());
}

/// The command keeps a FIFO open, whose end tells that the command has ended.
TEST(SecretCommand, EndsWithItsCaller) {
  const Scratch scratch;
  const std::string fifo = scratch.path() + "/fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  const pid_t caller = ::fork();
  if (caller == 0) {
    auto command = SecretCommand::start("exec 9>" + fifo + "; echo up >&9; exec sleep 600",
                                        "--password-command");
    static_cast<void>(command->run(-1));
    ::_exit(0);
  }
  std::ifstream held(fifo);
  std::string line;
  ASSERT_TRUE(std::getline(held, line));
  ::kill(caller, SIGKILL);
  ::waitpid(caller, nullptr, 0);
  EXPECT_FALSE(std::getline(held, line));
  EXPECT_TRUE(held.eof());
}

}  // namespace
}  // namespace mailhaul::cli
