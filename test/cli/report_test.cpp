#include "program_run.hpp"
#include "support/xml.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace mailhaul::cli_test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class Report : public ::testing::Test {
 protected:
  test::Ending upload(const std::vector<std::string>& more) {
    return run_mailhaul(upload_words(place_, server_, more), "demo");
  }

  Workplace place_;
  EmulatedExchange server_;
};

TEST_F(Report, EndingOfTheNameChoosesTheForm) {
  const test::Ending page = upload({"--report", place_.path("r.HTML")});
  ASSERT_EQ(page.status, 0) << page.errors;
  const std::string html = content_of(place_.path("r.HTML"));
  EXPECT_TRUE(test::parse_xml(html)) << html;
  EXPECT_THAT(html,
              AllOf(StartsWith("<!DOCTYPE html>"), HasSubstr("Complete"), HasSubstr("Sent Items")));

  ASSERT_EQ(upload({"--report", place_.path("r.json")}).status, 0);
  const auto object = nlohmann::json::parse(content_of(place_.path("r.json")));
  EXPECT_EQ(object["schema"], "mailhaul.upload/1");
  EXPECT_EQ(object["messages"]["already_there"], 4);

  const test::Ending words = upload({"--report", place_.path("r.txt")});
  EXPECT_EQ(content_of(place_.path("r.txt")), words.output);
}

TEST_F(Report, TakesThePlaceOfAnOlderOne) {
  const std::string path = place_.write("r.txt", std::string(100'000, 'x'));
  const test::Ending ending = upload({"--report", path});
  ASSERT_EQ(ending.status, 0) << ending.errors;
  EXPECT_EQ(content_of(path), ending.output);
}

TEST_F(Report, TellsOfARunThatCouldNotBegin) {
  const std::string path = place_.path("r.html");
  const test::Ending ending =
      run_mailhaul(upload_words(place_, server_, {"--report", path}), "wrong password");
  EXPECT_EQ(ending.status, 77) << ending.errors;
  EXPECT_THAT(content_of(path), AllOf(HasSubstr("Not begun"), HasSubstr("What to do now")));
  const std::string json = place_.path("r.json");
  run_mailhaul(upload_words(place_, server_, {"--report", json}), "wrong password");
  EXPECT_EQ(nlohmann::json::parse(content_of(json))["exit"], 77);
}

TEST_F(Report, IsNotWrittenIntoTheSourceOrThroughALink) {
  const std::string before = test::describe_tree(place_.maildir());
  const test::Ending inside = upload({"--report", place_.maildir() + "/r.html"});
  EXPECT_EQ(inside.status, 78);
  EXPECT_THAT(inside.errors, HasSubstr("--report"));
  EXPECT_EQ(test::describe_tree(place_.maildir()), before);
  std::filesystem::create_symlink(place_.path("elsewhere"), place_.path("r.html"));
  EXPECT_EQ(upload({"--report", place_.path("r.html")}).status, 78);
  EXPECT_FALSE(std::filesystem::exists(place_.path("elsewhere")));
}

TEST_F(Report, StatusHasOneToo) {
  ASSERT_EQ(upload({}).status, 0);
  const std::string path = place_.path("status.html");
  const test::Ending ending =
      run_mailhaul({"status", "--journal", place_.journal(), "--report", path});
  EXPECT_EQ(ending.status, 0) << ending.errors;
  const std::string html = content_of(path);
  EXPECT_TRUE(test::parse_xml(html)) << html;
  EXPECT_THAT(html, AllOf(HasSubstr("In order"), HasSubstr("INBOX")));
}

}  // namespace
}  // namespace mailhaul::cli_test
