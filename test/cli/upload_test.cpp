#include "program_run.hpp"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace mailhaul::cli_test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class Upload : public ::testing::Test {
 protected:
  test::Ending upload(const std::vector<std::string>& more = {}) {
    return run_mailhaul(upload_words(place_, server_, more), "demo");
  }

  Workplace place_;
  EmulatedExchange server_;
};

TEST_F(Upload, SumsUpInWordsOnStandardOutput) {
  const test::Ending ending = upload();
  EXPECT_EQ(ending.status, 0) << ending.errors;
  EXPECT_THAT(ending.output, AllOf(HasSubstr("4 messages uploaded to demo on 127.0.0.1"),
                                   HasSubstr("Nothing needs attention.\n")));
  EXPECT_THAT(ending.errors, AllOf(HasSubstr("[1/7] "), HasSubstr("Sent -> Sent Items")));
  EXPECT_THAT(ending.errors, Not(HasSubstr("\x1b")));
  EXPECT_LT(ending.errors.find("[1/7]"), ending.errors.find("[2/7]"));
  EXPECT_LT(ending.errors.find("[2/7]"), ending.errors.find("[3/7]"));
}

TEST_F(Upload, SourceIsTheSameAfterwards) {
  const std::string before = test::describe_tree(place_.maildir());
  ASSERT_EQ(upload().status, 0);
  EXPECT_EQ(test::describe_tree(place_.maildir()), before);
}

TEST_F(Upload, JsonIsAllThatStandardOutputHolds) {
  const test::Ending ending = upload({"--json"});
  EXPECT_EQ(ending.status, 0) << ending.errors;
  const auto object = nlohmann::json::parse(ending.output);
  EXPECT_EQ(object["schema"], "mailhaul.upload/1");
  EXPECT_EQ(object["exit"], 0);
  EXPECT_EQ(object["user"], "demo");
  EXPECT_EQ(object["target"]["profile"], "exchange2016");
  EXPECT_EQ(object["messages"]["found"], 4);
  EXPECT_EQ(object["messages"]["uploaded"], 4);
  EXPECT_THAT(ending.errors, HasSubstr("4 messages uploaded"));
}

TEST_F(Upload, SecondRunSendsNothing) {
  ASSERT_EQ(upload().status, 0);
  const auto object = nlohmann::json::parse(upload({"--json"}).output);
  EXPECT_EQ(object["exit"], 0);
  EXPECT_EQ(object["messages"]["uploaded"], 0);
  EXPECT_EQ(object["messages"]["already_there"], 4);
}

TEST_F(Upload, WithoutItsJournalItStopsUntilToldToAdopt) {
  ASSERT_EQ(upload().status, 0);
  for (const char* end : {"", "-wal", "-shm"}) {
    std::filesystem::remove(place_.journal() + end);
  }
  const test::Ending stopped = upload();
  EXPECT_EQ(stopped.status, 78);
  EXPECT_THAT(stopped.errors, AllOf(HasSubstr("4 of 4 messages"), HasSubstr("--adopt")));
  const auto object = nlohmann::json::parse(upload({"--json", "--adopt"}).output);
  EXPECT_EQ(object["exit"], 0);
  EXPECT_EQ(object["messages"]["adopted"], 4);
  EXPECT_EQ(object["messages"]["uploaded"], 0);
}

TEST_F(Upload, RemovesWhatVanishedIfToldTo) {
  ASSERT_EQ(upload().status, 0);
  std::filesystem::remove(place_.maildir() + "/cur/1000000002.M2.host:2,RS");
  const auto trial =
      nlohmann::json::parse(upload({"--json", "--dry-run", "--delete-vanished"}).output);
  EXPECT_EQ(trial["messages"]["removed"], 1);
  const auto object = nlohmann::json::parse(upload({"--json", "--delete-vanished"}).output);
  EXPECT_EQ(object["exit"], 0);
  EXPECT_EQ(object["messages"]["vanished"], 1);
  EXPECT_EQ(object["messages"]["removed"], 1);
  EXPECT_EQ(nlohmann::json::parse(upload({"--json"}).output)["messages"]["vanished"], 0);
}

TEST_F(Upload, QuietSaysNothingWhenAllIsWell) {
  const test::Ending ending = upload({"--quiet"});
  EXPECT_EQ(ending.status, 0);
  EXPECT_EQ(ending.output, "");
  EXPECT_EQ(ending.errors, "");
}

TEST_F(Upload, LogHasOneLineForEachMessage) {
  ASSERT_EQ(upload({"--log", place_.path("log")}).status, 0);
  const std::string log = content_of(place_.path("log"));
  std::size_t stored = 0;
  for (std::size_t at = 0; (at = log.find("\tstored\t", at)) != std::string::npos; ++at) {
    ++stored;
  }
  EXPECT_EQ(stored, 4U);
  EXPECT_THAT(log, HasSubstr("1000000004.M4.host"));
}

TEST_F(Upload, PasswordShowsNowhere) {
  const Workplace place;
  const EmulatedExchange server({"--user", "demo", "--password-file",
                                 place.write("emulator-password", "correct-horse-battery\n")});
  const test::Ending ending = run_mailhaul(
      upload_words(place, server,
                   {"-vv", "--log", place.path("log"), "--trace", place.path("trace"),
                    "--password-file", place.write("password", "correct-horse-battery\n")}));
  ASSERT_EQ(ending.status, 0) << ending.errors;
  const std::string trace = content_of(place.path("trace"));
  EXPECT_THAT(trace, HasSubstr("APPEND"));
  const std::string secret = "correct-horse-battery";
  const std::string secret_base64_core = "Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5";
  for (const std::string& text :
       {ending.output, ending.errors, trace, content_of(place.path("log")),
        content_of(place.journal()), content_of(place.journal() + "-wal")}) {
    EXPECT_THAT(text, Not(HasSubstr(secret)));
    EXPECT_THAT(text, Not(HasSubstr(secret_base64_core)));
  }
}

TEST_F(Upload, PasswordComesFromAFileACommandOrStandardInput) {
  const std::string file = place_.write("password", "demo\nnot this\n");
  EXPECT_EQ(run_mailhaul(upload_words(place_, server_, {"--password-file", file})).status, 0);
  EXPECT_EQ(
      run_mailhaul(upload_words(place_, server_, {"--password-file", "-"}), "", "demo\n").status,
      0);
  // The file is root's alone, and root is given up before the command runs.
  EXPECT_EQ(
      run_mailhaul(upload_words(place_, server_, {"--password-command", "cat '" + file + "'"}))
          .status,
      0);
}

TEST_F(Upload, OptionsMayComeFromAFile) {
  const std::string file =
      place_.write("conf", "host = 127.0.0.1\nport = " + server_.port() +
                               "\ntls-fingerprint = " + server_.fingerprint() +
                               "\nuser = nobody\njournal = state/journal.db\n");
  const test::Ending ending =
      run_mailhaul({"upload", "--config", file, "--user", "demo", place_.maildir()}, "demo");
  EXPECT_EQ(ending.status, 0) << ending.errors;
  EXPECT_TRUE(std::filesystem::exists(place_.journal()));
}

TEST_F(Upload, DryRunSendsAndLeavesNothing) {
  const std::string before = place_.describe();
  const test::Ending ending = upload({"--dry-run"});
  EXPECT_EQ(ending.status, 0) << ending.errors;
  EXPECT_THAT(ending.output, HasSubstr("Would send 4 messages"));
  EXPECT_EQ(place_.describe(), before);
  const auto object = nlohmann::json::parse(upload({"--json"}).output);
  EXPECT_EQ(object["messages"]["uploaded"], 4);
}

TEST_F(Upload, DryRunNeedsNoServer) {
  const test::Ending ending =
      run_mailhaul({"upload", "--dry-run", "--target", "exchange2016", place_.maildir()});
  EXPECT_EQ(ending.status, 0) << ending.errors;
  EXPECT_THAT(ending.errors, HasSubstr("Sent -> "));
  EXPECT_THAT(ending.output, HasSubstr("Would send 4 messages"));
}

TEST_F(Upload, StatusTellsWhatTheJournalKnows) {
  ASSERT_EQ(upload().status, 0);
  const test::Ending words = run_mailhaul({"status", "--journal", place_.journal()});
  EXPECT_EQ(words.status, 0) << words.errors;
  EXPECT_THAT(words.output, AllOf(HasSubstr("demo on 127.0.0.1"), HasSubstr("INBOX: 3 stored"),
                                  HasSubstr("Messages: 4 stored\n")));
  const auto object = nlohmann::json::parse(
      run_mailhaul({"status", "--json", "--journal", place_.journal()}).output);
  EXPECT_EQ(object["schema"], "mailhaul.status/1");
  EXPECT_EQ(object["messages"]["stored"], 4);
  EXPECT_EQ(object["maildir"], std::filesystem::canonical(place_.maildir()).string());
}

TEST_F(Upload, JournalOfAnotherMoveIsRefused) {
  ASSERT_EQ(upload().status, 0);
  const Workplace other;
  const test::Ending ending = run_mailhaul(
      {"upload", "--host", "127.0.0.1", "--port", server_.port(), "--tls-fingerprint",
       server_.fingerprint(), "--user", "demo", "--journal", place_.journal(), other.maildir()},
      "demo");
  EXPECT_THAT(ending.status, ::testing::AnyOf(73, 78)) << ending.errors;
  EXPECT_THAT(ending.errors, HasSubstr(place_.maildir()));
}

TEST_F(Upload, UnreadableMessageNeedsAttention) {
  const Workplace place("maildir .\nmessage cur/1.a:2,S\nsymlink cur/2.b:2,S /etc/passwd\n");
  const test::Ending ending = run_mailhaul(upload_words(place, server_), "demo");
  EXPECT_EQ(ending.status, 1) << ending.errors;
  EXPECT_THAT(ending.output, AllOf(HasSubstr("1 thing needs attention"), HasSubstr("2.b")));
}

/// Starts an upload to a server that holds answers back, and waits until the server has the first
/// message.
class Interruption : public ::testing::TestWithParam<int> {
 protected:
  test::ChildProcess start_sending(const EmulatedExchange& server) {
    test::ChildProcess run(mailhaul_program(upload_words(place_, server), "demo"));
    while (content_of(events_).find("APPEND") == std::string::npos && run.is_running()) {
      std::this_thread::yield();
    }
    return run;
  }

  Workplace place_;
  std::string events_ = place_.path("events");
};

TEST_P(Interruption, EndsWhenTheServerHasAnsweredAndTheNextRunContinues) {
  const EmulatedExchange server({"--events", events_, "--fault", "delay@APPEND#1:2s"});
  test::ChildProcess run = start_sending(server);
  run.signal(GetParam());
  const test::Ending ending = run.wait(std::chrono::seconds(30));
  EXPECT_EQ(ending.status, 128 + GetParam()) << ending.errors;
  EXPECT_THAT(ending.errors, HasSubstr("once more ends at once"));
  EXPECT_THAT(ending.output, HasSubstr("run the same command again"));
  const test::Ending next = run_mailhaul(upload_words(place_, server, {"--json"}), "demo");
  ASSERT_EQ(next.status, 0) << next.errors;
  const auto messages = nlohmann::json::parse(next.output)["messages"];
  EXPECT_EQ(messages["uploaded"].get<int>() + messages["already_there"].get<int>(), 4);
  EXPECT_GT(messages["already_there"], 0);
}

TEST_P(Interruption, SecondSignalEndsAtOnceAndTheJournalCanBeRead) {
  const EmulatedExchange server({"--events", events_, "--fault", "delay@APPEND:600s"});
  test::ChildProcess run = start_sending(server);
  run.signal(GetParam());
  while (run.errors().find("once more") == std::string::npos && run.is_running()) {
    std::this_thread::yield();
  }
  run.signal(GetParam());
  EXPECT_EQ(run.wait(std::chrono::seconds(30)).status, 128 + GetParam());
  const test::Ending status = run_mailhaul({"status", "--journal", place_.journal()});
  EXPECT_EQ(status.status, 1);
  EXPECT_THAT(status.output, HasSubstr("demo on 127.0.0.1")) << status.errors;
  EXPECT_THAT(status.output, HasSubstr("\n  INBOX/"));
  EXPECT_THAT(status.output, HasSubstr(": sent, and not answered yet"));
  const test::Ending quiet = run_mailhaul({"status", "-q", "--journal", place_.journal()});
  EXPECT_THAT(quiet.output, HasSubstr("\nRun mailhaul upload again"));
  EXPECT_THAT(quiet.output, Not(HasSubstr("demo on")));
}

INSTANTIATE_TEST_SUITE_P(Signals, Interruption, ::testing::Values(SIGINT, SIGTERM));

TEST(Emulator, AnnouncesACommandThatWorks) {
  EmulatedExchange server;
  const Workplace place;
  std::string command = server.announcement();
  const std::size_t begin = command.find("MAILHAUL_PASSWORD=");
  ASSERT_NE(begin, std::string::npos);
  command = command.substr(begin, command.find("MAILDIR\n", begin) - begin);
  const std::size_t program = command.find(" mailhaul ");
  ASSERT_NE(program, std::string::npos);
  command.replace(program + 1, 8, MAILHAUL_PROGRAM);
  const test::Ending ending =
      test::run({.arguments = {"/bin/sh", "-c",
                               command + "--journal " + place.journal() + " " + place.maildir()}});
  EXPECT_EQ(ending.status, 0) << ending.errors;
  server.program().signal(SIGTERM);
  EXPECT_EQ(server.program().wait(std::chrono::seconds(30)).status, 0);
}

}  // namespace
}  // namespace mailhaul::cli_test
