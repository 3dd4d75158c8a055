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

TEST(AuditReportFile, IsAPageJsonOrWords) {
  const Workplace place;
  const std::string html = place.path("audit.html");
  const test::Ending ending = run_mailhaul({"audit", "--report", html, place.maildir()});
  EXPECT_LE(ending.status, 1) << ending.errors;
  EXPECT_TRUE(test::parse_xml(content_of(html))) << content_of(html);
  EXPECT_THAT(content_of(html), AllOf(HasSubstr("Folders and where they go"),
                                      HasSubstr("Sent Items"), HasSubstr("Messages by size")));
  const std::string json = place.path("audit.json");
  run_mailhaul({"audit", "--report", json, place.maildir()});
  EXPECT_EQ(nlohmann::json::parse(content_of(json))["schema"], "mailhaul.audit/1");
  const std::string words = place.path("audit.txt");
  run_mailhaul({"audit", "--report", words, place.maildir()});
  EXPECT_THAT(content_of(words), HasSubstr("FOLDER"));
}

TEST(AuditReportFile, HasAPartForEveryMaildir) {
  const Workplace place;
  const Workplace other;
  const std::string html = place.path("audit.html");
  run_mailhaul({"audit", "--report", html, place.maildir(), other.maildir()});
  EXPECT_TRUE(test::parse_xml(content_of(html))) << content_of(html);
  EXPECT_THAT(content_of(html), AllOf(HasSubstr("Audit of 2 Maildirs"), HasSubstr(place.maildir()),
                                      HasSubstr(other.maildir())));
}

TEST(AuditReportFile, IsNotWrittenIntoOneOfTheSources) {
  const Workplace place;
  const Workplace other;
  const test::Ending ending = run_mailhaul(
      {"audit", "--report", other.maildir() + "/a.html", place.maildir(), other.maildir()});
  EXPECT_EQ(ending.status, 78) << ending.errors;
}

TEST(AuditReportFile, TellsOfAMaildirThatIsNone) {
  const Workplace place;
  const std::string html = place.path("audit.html");
  const test::Ending ending = run_mailhaul({"audit", "--report", html, place.path("state")});
  EXPECT_EQ(ending.status, 66) << ending.errors;
  EXPECT_THAT(content_of(html), HasSubstr("Not begun"));
}

}  // namespace
}  // namespace mailhaul::cli_test
