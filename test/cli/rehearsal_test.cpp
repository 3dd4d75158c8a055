/// upload --rehearse: the whole move inside of one process.
#include "program_run.hpp"

#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace mailhaul::cli_test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// A folder that must be renamed, and messages that are refused as they are: one with a line too
/// long, which is repaired, one too large, which is listed.
constexpr std::string_view kTree = R"(
maildir .
message cur/1000000001.M1.host:2,S
message cur/1000000002.M2.host:2,S text=Subject:\x20x\n\n%LONG%\n
message new/1000000003.M3.host size=11000000
maildir .Calendar
message .Calendar/cur/1000000004.M4.host:2,SF
)";

std::string tree() {
  std::string text(kTree);
  text.replace(text.find("%LONG%"), 6, std::string(12'000, 'x'));
  return text;
}

test::Ending rehearse(const Workplace& place, const std::string& profile,
                      std::vector<std::string> more = {}) {
  std::vector<std::string> words{"upload", "--rehearse=" + profile};
  words.insert(words.end(), more.begin(), more.end());
  words.push_back(place.maildir());
  return run_mailhaul(words);
}

TEST(Rehearsal, SaysWhatExchangeWouldRefuseRenameAndRepair) {
  const Workplace place(tree());
  const test::Ending ending = rehearse(place, "exchange2016");
  EXPECT_EQ(ending.status, 1) << ending.errors;
  EXPECT_THAT(ending.output,
              AllOf(HasSubstr("Rehearsed against an emulated exchange2016; nothing left"),
                    HasSubstr("folder Calendar becomes Calendar (mail)"),
                    HasSubstr("1000000002.M2.host is repaired"), HasSubstr("1 thing needs"),
                    HasSubstr("1000000003.M3.host"), HasSubstr("[too-big]")));
}

TEST(Rehearsal, LeavesTheSourceAndTheMachineAsTheyWere) {
  const Workplace place;
  const std::string before = place.describe();
  const test::TempDir temporary;
  std::filesystem::permissions(temporary.path(), std::filesystem::perms(01777));
  test::Program program = mailhaul_program({"upload", "--rehearse", place.maildir()});
  program.environment.emplace_back("TMPDIR", temporary.path());
  const test::Ending ending = test::run(program);
  EXPECT_EQ(ending.status, 0) << ending.errors;
  EXPECT_EQ(place.describe(), before);
  EXPECT_TRUE(std::filesystem::is_empty(temporary.path()));
}

TEST(Rehearsal, WorksOnEveryProfileAndNeedsNeitherServerNorSecret) {
  const Workplace place;
  for (const std::string profile :
       {"exchange2007", "exchange2010", "exchange2013", "exchange2016", "exchange-online"}) {
    const auto object = nlohmann::json::parse(rehearse(place, profile, {"--json"}).output);
    EXPECT_EQ(object["exit"], 0) << profile;
    EXPECT_EQ(object["target"]["profile"], profile);
    EXPECT_EQ(object["messages"]["uploaded"], 4);
    EXPECT_GT(object["bytes_sent"], 0);
    EXPECT_TRUE(object["rehearsal"].contains("seconds"));
  }
}

TEST(Rehearsal, CountsTheTimeOfARateWithoutWaitingForIt) {
  const Workplace place;
  const auto object = nlohmann::json::parse(
      rehearse(place, "exchange2016", {"--json", "--max-rate", "1/min"}).output);
  EXPECT_GE(object["rehearsal"]["seconds"], 120);
  EXPECT_LE(object["rehearsal"]["seconds"], 300);
}

TEST(Rehearsal, DoesNotContactTheServerThatIsNamed) {
  const Workplace place;
  const test::Ending ending =
      rehearse(place, "exchange2016",
               {"--host", "host.invalid", "--user", "ada", "--password-command", "false"});
  EXPECT_EQ(ending.status, 0) << ending.errors;
  EXPECT_THAT(ending.errors, Not(HasSubstr("invalid")));
}

TEST(Rehearsal, AndADryRunAreNotBothTaken) {
  const Workplace place;
  EXPECT_EQ(rehearse(place, "exchange2016", {"--dry-run"}).status, 64);
  EXPECT_EQ(rehearse(place, "imap").status, 64);
}

}  // namespace
}  // namespace mailhaul::cli_test
