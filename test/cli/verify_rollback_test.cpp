#include "program_run.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <unistd.h>
#include <vector>

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

class AfterUpload : public ::testing::Test {
 protected:
  void SetUp() override {
    const test::Ending ending = run_mailhaul(upload_words(place_, server_), "demo");
    ASSERT_EQ(ending.status, 0) << ending.errors;
  }

  /// `command` with the connection and the journal, and whatever else.
  test::Ending run(const std::string& command, const std::vector<std::string>& more) {
    std::vector<std::string> words{command, "--journal", place_.journal()};
    const std::vector<std::string> connection = server_.connection();
    words.insert(words.end(), connection.begin(), connection.end());
    words.insert(words.end(), more.begin(), more.end());
    return run_mailhaul(words, "demo");
  }

  nlohmann::json json_of(const std::string& command, std::vector<std::string> more) {
    more.insert(more.begin(), "--json");
    const test::Ending ending = run(command, more);
    return nlohmann::json::parse(ending.output);
  }

  Workplace place_;
  EmulatedExchange server_;
};

TEST_F(AfterUpload, VerifyGradesPerfect) {
  const test::Ending ending = run("verify", {place_.maildir()});
  EXPECT_EQ(ending.status, 0) << ending.errors;
  EXPECT_THAT(ending.output, HasSubstr("Grade: perfect. 4 of 4 messages expected are on"));
}

TEST_F(AfterUpload, VerifyNeedsNoMaildir) {
  const auto object = json_of("verify", {});
  EXPECT_EQ(object["schema"], "mailhaul.verify/1");
  EXPECT_EQ(object["exit"], 0);
  EXPECT_EQ(object["grade"], "perfect");
  EXPECT_EQ(object["messages"]["expected"], 4);
  EXPECT_EQ(object["messages"]["present"], 4);
  for (const char* key : {"missing", "duplicated", "altered", "date_differs", "flags_differ"}) {
    EXPECT_EQ(object["messages"][key], 0) << key;
  }
  EXPECT_TRUE(object["attention"].empty());
}

/// Its owner could have written any server into it, and the secret would go there.
TEST_F(AfterUpload, RootNamesTheServerOfAJournalThatIsAnothers) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "only root has secrets that the owner of a journal has not";
  }
  const std::vector<std::string> connection = server_.connection();
  for (const std::string command : {"verify", "rollback"}) {
    for (const std::string left_out : {"--host", "--user"}) {
      std::vector<std::string> words{command, "--journal", place_.journal()};
      for (std::size_t i = 0; i < connection.size(); i += 2) {
        if (connection[i] != left_out) {
          words.insert(words.end(), {connection[i], connection[i + 1]});
        }
      }
      const test::Ending ending = run_mailhaul(words, "demo");
      EXPECT_EQ(ending.status, 64) << command << " without " << left_out;
      EXPECT_THAT(ending.errors, HasSubstr("give --host and --user"));
    }
  }
}

TEST_F(AfterUpload, AnEmptiedSourceIsSaidToCompareNothing) {
  const std::string warning = "no message was compared by its content";
  EXPECT_THAT(run("verify", {"--content", place_.maildir()}).output, Not(HasSubstr(warning)));
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(place_.maildir())) {
    const std::string directory = entry.path().parent_path().filename();
    if (directory == "cur" || directory == "new") {
      files.push_back(entry.path());
    }
  }
  ASSERT_EQ(files.size(), 4U);
  for (const auto& file : files) {
    std::filesystem::remove(file);
  }
  EXPECT_THAT(run("verify", {"--content", place_.maildir()}).output, HasSubstr(warning));
}

TEST_F(AfterUpload, MessageThatWasNotUploadedIsPoor) {
  const std::string late = "Maildir/new/1000000009.M9.host";
  place_.write(late, "Subject: late\n\nx\n");
  std::filesystem::permissions(place_.path(late), std::filesystem::perms(0644));
  const test::Ending ending = run("verify", {place_.maildir()});
  EXPECT_EQ(ending.status, 1);
  EXPECT_THAT(ending.output, AllOf(HasSubstr("Grade: poor"), HasSubstr("[not-uploaded]")));
}

TEST_F(AfterUpload, VerifyWritesAReport) {
  const std::string page = place_.path("report.html");
  ASSERT_EQ(run("verify", {"--report", page, place_.maildir()}).status, 0);
  EXPECT_THAT(content_of(page), AllOf(HasSubstr("Verification of demo"), HasSubstr("perfect")));
}

TEST_F(AfterUpload, RollbackRemovesEverythingAndVerifyFindsNothingLeftToExpect) {
  const auto rolled_back = json_of("rollback", {});
  EXPECT_EQ(rolled_back["schema"], "mailhaul.rollback/1");
  EXPECT_EQ(rolled_back["exit"], 0);
  EXPECT_EQ(rolled_back["messages"]["removed"], 4);
  EXPECT_EQ(rolled_back["messages"]["already_gone"], 0);
  EXPECT_EQ(rolled_back["messages"]["kept_changed"], 0);
  EXPECT_EQ(rolled_back["mailboxes"]["removed"], 0);
  EXPECT_EQ(rolled_back["mailboxes"]["kept"], 0);
  EXPECT_TRUE(rolled_back["attention"].empty());
  EXPECT_EQ(json_of("verify", {})["messages"]["expected"], 0);
  EXPECT_EQ(json_of("verify", {place_.maildir()})["grade"], "poor");
  ASSERT_EQ(run_mailhaul(upload_words(place_, server_), "demo").status, 0);
  EXPECT_EQ(json_of("verify", {place_.maildir()})["grade"], "perfect");
}

TEST_F(AfterUpload, RollbackDryRunRemovesNothing) {
  const test::Ending ending = run("rollback", {"--dry-run", place_.maildir()});
  EXPECT_EQ(ending.status, 0) << ending.errors;
  EXPECT_THAT(ending.output, HasSubstr("Would remove 4 messages and 0 mailboxes"));
  EXPECT_EQ(json_of("verify", {place_.maildir()})["grade"], "perfect");
}

TEST_F(AfterUpload, AnotherUsersJournalIsRefused) {
  for (const std::string command : {"verify", "rollback"}) {
    std::vector<std::string> words = server_.connection();
    *std::next(std::ranges::find(words, "--user")) = "somebody";
    words.insert(words.begin(), {command, "--journal", place_.journal()});
    const test::Ending ending = run_mailhaul(words, "demo");
    EXPECT_EQ(ending.status, 73) << command;
    EXPECT_THAT(ending.errors, HasSubstr("this journal belongs to demo")) << command;
  }
}

TEST_F(AfterUpload, AJournalOfAnotherMaildirIsRefusedAsUploadDoes) {
  const Workplace other;
  std::vector<std::string> words = upload_words(place_, server_);
  words.back() = other.maildir();
  const test::Ending upload = run_mailhaul(words, "demo");
  EXPECT_EQ(upload.status, 73);
  const std::string refusal = "this journal belongs to another move: " + place_.maildir() +
                              " to demo on 127.0.0.1, not " + other.maildir() + " to demo";
  EXPECT_THAT(upload.errors, HasSubstr(refusal));
  for (const std::string command : {"verify", "rollback"}) {
    const test::Ending ending = run(command, {other.maildir()});
    EXPECT_EQ(ending.status, 73) << command;
    EXPECT_THAT(ending.errors, HasSubstr(refusal)) << command;
    EXPECT_EQ(ending.output, "") << command;
  }
  const test::Ending status =
      run_mailhaul({"status", "--journal", place_.journal(), other.maildir()});
  EXPECT_EQ(status.status, 73);
  EXPECT_THAT(status.errors, HasSubstr(refusal));
  EXPECT_EQ(json_of("verify", {place_.maildir()})["grade"], "perfect");
}

TEST(WithoutAJournal, VerifyAndRollbackSayWhatIsMissing) {
  for (const std::string command : {"verify", "rollback"}) {
    const test::Ending nothing = run_mailhaul({command, "--host", "127.0.0.1"}, "demo");
    EXPECT_EQ(nothing.status, 64) << command;
    EXPECT_THAT(nothing.errors, HasSubstr("no MAILDIR is given")) << command;
    const test::Ending missing =
        run_mailhaul({command, "--host", "127.0.0.1", "--journal", "/nonexistent/j.db"}, "demo");
    EXPECT_EQ(missing.status, 66) << command;
  }
}

/// The journals are found in the state directory, so this is not for root, who has one for all.
TEST(SeveralJournals, AreListedWithTheOptionsThatTellThemApart) {
  namespace fs = std::filesystem;
  const Workplace place;
  std::string tree = place.maildir().substr(1);
  for (std::size_t at = tree.find('/'); at != std::string::npos; at = tree.find('/', at)) {
    tree.replace(at, 1, "%2F");
  }
  const std::string state = place.path("home/mailhaul");
  for (const std::string host : {"one.example", "two.example"}) {
    fs::create_directories(fs::path(state) / host / "ada");
    std::ofstream(fs::path(state) / host / "ada" / (tree + ".db")).flush();
  }
  for (const std::string command : {"status", "verify", "rollback"}) {
    std::vector<std::string> words{command, place.maildir()};
    if (command != "status") {
      words.insert(words.end(), {"--host", "one.example"});
    }
    test::Program program = mailhaul_program(words, "x");
    program.environment.emplace_back("XDG_STATE_HOME", place.path("home"));
    program.before_exec = [] {
      return ::setsid() >= 0 && (::geteuid() != 0 || (::setgid(4242) == 0 && ::setuid(4242) == 0));
    };
    const test::Ending ending = test::run(program);
    EXPECT_EQ(ending.status, 64) << command;
    EXPECT_THAT(ending.errors,
                AllOf(HasSubstr("there are several journals"), HasSubstr("one.example/ada/" + tree),
                      HasSubstr("two.example/ada/" + tree), HasSubstr("name one with --journal")))
        << command;
    EXPECT_EQ(ending.errors.find("--host") != std::string::npos, command != "status") << command;
  }
}

}  // namespace
}  // namespace mailhaul::cli_test
