/// A disk that dies, or a file server that loses what it served, under the built program: what
/// cannot be read is listed, the rest is moved, and nothing counts as deleted.
#include "program_run.hpp"

#include <cerrno>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace mailhaul::cli_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::UnorderedElementsAre;

constexpr std::string_view kTree = R"(
maildir .
message cur/1000000001.M1.host:2,S
message cur/1000000002.M2.host:2,S
message cur/1000000003.M3.host:2,S
message cur/1000000004.M4.host:2,S
maildir .Gone
message .Gone/cur/1000000005.M5.host:2,S
maildir .Lists
message .Lists/cur/1000000006.M6.host:2,S
message .Lists/cur/1000000007.M7.host:2,S
message .Lists/cur/1000000008.M8.host:2,S
maildir .Tree
message .Tree/cur/1000000009.M9.host:2,S
maildir .Words
message .Words/cur/1000000010.M10.host:2,Sa
file .Words/dovecot-keywords text=0\x20urgent\n
file courierimapsubscribed text=INBOX.Words\n
)";

class FailingDisk : public ::testing::Test {
 protected:
  void fail(std::string_view call, int error_number, const std::string& path) {
    faults_ += fmt::format("{} {} {}\n", call, error_number, place_.maildir() + "/" + path);
  }

  void repair() { faults_.clear(); }

  test::Ending run(const std::vector<std::string>& words) {
    test::Program program = mailhaul_program(words, "demo");
    program.environment.emplace_back("LD_PRELOAD", MAILHAUL_FAILING_DISK);
    program.environment.emplace_back("MAILHAUL_DISK_FAULTS", faults_);
    return test::run(program);
  }

  nlohmann::json upload(const std::vector<std::string>& more = {}) {
    std::vector<std::string> options = {"--json"};
    options.insert(options.end(), more.begin(), more.end());
    const test::Ending ending = run(upload_words(place_, server_, options));
    const auto object = nlohmann::json::parse(ending.output);
    EXPECT_EQ(object["exit"], ending.status) << ending.errors;
    return object;
  }

  void fail_everywhere() {
    fail("open", ESTALE, "cur/1000000001.M1.host:2,S");
    fail("read", EIO, "cur/1000000002.M2.host:2,S");
    fail("look", EIO, "cur/1000000003.M3.host:2,S");
    fail("open", ESTALE, ".Gone");
    fail("list", EIO, ".Lists/cur");
    fail("list", EIO, ".Tree");
    fail("read", EIO, ".Words/dovecot-keywords");
    fail("read", EIO, "courierimapsubscribed");
  }

  Workplace place_{kTree};
  EmulatedExchange server_;
  std::string faults_;
};

/// "what text", for each matter.
std::vector<std::string> matters_of(const nlohmann::json& summary) {
  std::vector<std::string> matters;
  for (const nlohmann::json& matter : summary["attention"]) {
    const std::string name = matter["unique_name"].is_string() ? matter["unique_name"] : "";
    matters.push_back(fmt::format("{} {}",
                                  name.empty() ? matter["folder"].get<std::string>() : name,
                                  matter["kind"].get<std::string>()));
  }
  return matters;
}

TEST_F(FailingDisk, LosesNothingInSilence) {
  fail_everywhere();
  const auto broken = upload();
  EXPECT_EQ(broken["exit"], 1);
  EXPECT_THAT(matters_of(broken),
              UnorderedElementsAre(
                  "1000000001.M1.host input-output", "1000000002.M2.host read-error",
                  "1000000003.M3.host input-output", ".Gone unreadable-folder",
                  "Lists unreadable-folder", ".Tree unreadable-folder", "Words unreadable-metadata",
                  "courierimapsubscribed unreadable-metadata"));
  EXPECT_GE(broken["messages"]["uploaded"], 3);

  repair();
  const auto whole = upload();
  EXPECT_EQ(whole["exit"], 0) << whole.dump(1);
  EXPECT_EQ(whole["messages"]["uploaded"].get<int>() + broken["messages"]["uploaded"].get<int>(),
            10);
}

TEST_F(FailingDisk, EndsTheAttemptsAtAMessageThatCannotBeReadTwice) {
  // It is too large to be held between examining and sending it.
  place_.add("message .Tree/cur/1000000011.M11.host:2,S size=3000000\n");
  fail("again", EIO, ".Tree/cur/1000000011.M11.host:2,S");
  const auto broken = upload();
  EXPECT_EQ(broken["exit"], 1);
  EXPECT_THAT(matters_of(broken), ElementsAre("1000000011.M11.host read-error"));
  EXPECT_EQ(broken["messages"]["uploaded"], 10);

  repair();
  const auto whole = upload();
  EXPECT_EQ(whole["exit"], 0) << whole.dump(1);
  EXPECT_EQ(whole["messages"]["uploaded"], 1);
}

TEST_F(FailingDisk, LosesNothingWhereDirectoriesTellNoTypes) {
  fail("types", 1, "");
  fail("types", 1, "cur");
  fail("types", 1, ".Lists");
  fail("look", EIO, "cur/1000000001.M1.host:2,S");
  fail("look", EIO, ".Tree");
  fail("open", EIO, ".Tree");
  const auto broken = upload();
  EXPECT_EQ(broken["exit"], 1);
  EXPECT_THAT(matters_of(broken),
              UnorderedElementsAre("1000000001.M1.host input-output", ".Tree unreadable-folder"));
  EXPECT_EQ(broken["messages"]["uploaded"], 8);

  repair();
  EXPECT_EQ(upload()["messages"]["uploaded"], 2);
}

TEST_F(FailingDisk, IsNotBlamedOnTheServerByVerify) {
  ASSERT_EQ(upload()["exit"], 0);
  fail("read", EIO, "cur/1000000002.M2.host:2,S");
  fail("list", EIO, ".Lists/cur");
  std::vector<std::string> words = upload_words(place_, server_, {"--json", "--content"});
  words.front() = "verify";
  const test::Ending ending = run(words);
  const auto object = nlohmann::json::parse(ending.output);
  EXPECT_EQ(ending.status, 1) << ending.errors;
  EXPECT_EQ(object["messages"]["missing"], 0);
  EXPECT_EQ(object["messages"]["altered"], 0);
  EXPECT_EQ(object["messages"]["duplicated"], 0);
  EXPECT_THAT(matters_of(object),
              UnorderedElementsAre("1000000002.M2.host not-compared", "Lists folder-unreadable"));
}

TEST_F(FailingDisk, DeletesNothing) {
  ASSERT_EQ(upload()["exit"], 0);
  fail_everywhere();
  const auto broken = upload({"--delete-vanished", "--max-vanished", "100"});
  EXPECT_EQ(broken["exit"], 1);
  EXPECT_EQ(broken["messages"]["vanished"], 0);
  EXPECT_THAT(matters_of(broken),
              IsSupersetOf({".Gone unreadable-folder", "Lists unreadable-folder",
                            ".Tree unreadable-folder"}));

  repair();
  const auto whole = upload();
  EXPECT_EQ(whole["exit"], 0) << whole.dump(1);
  EXPECT_EQ(whole["messages"]["already_there"], 10);
  EXPECT_EQ(whole["messages"]["uploaded"], 0);
}

TEST_F(FailingDisk, IsInTheAudit) {
  fail_everywhere();
  const test::Ending ending = run({"audit", "--json", place_.maildir()});
  EXPECT_EQ(ending.status, 1) << ending.errors;
  const auto object = nlohmann::json::parse(ending.output);
  int unread_messages = 0;
  std::vector<std::string> unread_folders;
  for (const nlohmann::json& finding : object["findings"]) {
    unread_messages += finding["code"] == "message.unreadable" ? 1 : 0;
    if (finding["code"] == "folder.unreadable") {
      unread_folders.push_back(finding["folder"]);
    }
  }
  EXPECT_EQ(unread_messages, 3);
  EXPECT_THAT(unread_folders, UnorderedElementsAre(".Gone", ".Lists", ".Tree"));
}

TEST_F(FailingDisk, EndsTheRunIfTheTreeItselfCannotBeListed) {
  fail("list", EIO, "");
  const test::Ending ending = run(upload_words(place_, server_, {}));
  EXPECT_EQ(ending.status, 66);
  EXPECT_THAT(ending.errors, HasSubstr("Input/output error"));
  EXPECT_THAT(ending.output, IsEmpty());
}

}  // namespace
}  // namespace mailhaul::cli_test
