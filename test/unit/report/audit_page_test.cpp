#include "page_checks.hpp"
#include "sample_audit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/report/audit_page.hpp>
#include <mailhaul/report/units.hpp>

namespace mailhaul::report {
namespace {

using test::PageCheck;
using test::report_of;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::int64_t kNow = 1'795'341'840;  // 2026-11-22T10:04:00Z

std::string sample_page() {
  return audit_page(report_of({test::sample_tree()}), kNow);
}

TEST(AuditPage, IsSound) {
  PageCheck(sample_page()).expect_sound();
  PageCheck(audit_page(report_of({test::clean_tree()}), kNow)).expect_sound();
}

TEST(AuditPage, BeginsWithTheVerdict) {
  const std::string page = sample_page();
  EXPECT_LT(page.find("Needs action"), page.find("What to do first</h2>"));
  EXPECT_THAT(page, AllOf(HasSubstr("Audit of /home/ada/Maildir"), HasSubstr("2026-11-22, 10:04")));
  EXPECT_THAT(audit_page(report_of({test::clean_tree()}), kNow),
              AllOf(HasSubstr("<p class=\"grade\">Ready</p>"),
                    HasSubstr("Nothing was found that a move would change or lose.")));
}

TEST(AuditPage, PromisesNothingAboutMessagesThatWereNotLookedAt) {
  migrate::AuditedTree tree = test::clean_tree();
  tree.summary.totals.forecast = {.unknown = 12};
  EXPECT_THAT(audit_page(report_of({tree}), kNow),
              HasSubstr("As far as names and sizes show, everything will arrive as it is."));
}

TEST(AuditPage, HostileNamesAreTextAndNothingElse) {
  const PageCheck page(sample_page());
  EXPECT_THAT(page.texts("code"),
              Contains(AllOf(HasSubstr("<script src=\"http://evil.example/x.js\">alert('1')"),
                             HasSubstr("\\xE2\\x80\\xAEgpj.\\x07\\xFF"))));
  EXPECT_THAT(sample_page(), AllOf(Not(HasSubstr("<script")), Not(HasSubstr("\xE2\x80\xAE"))));
}

TEST(AuditPage, HistogramsSayEveryNumberInWords) {
  const PageCheck page(sample_page());
  const std::vector<std::string> words = page.texts("desc");
  ASSERT_EQ(words.size(), 2U);
  const migrate::AuditSummary summary = test::sample_tree().summary;
  for (const migrate::Band& band : summary.sizes) {
    EXPECT_THAT(words[0], HasSubstr(": " + format_count(band.messages, "message")));
  }
  for (const auto& [year, band] : summary.years) {
    EXPECT_THAT(words[1],
                HasSubstr(std::to_string(year) + ": " + format_count(band.messages, "message")));
  }
  EXPECT_THAT(words[1], HasSubstr("2001: 0 messages"));
}

TEST(AuditPage, FindingsAreFoldedByKindTheWorstOpen) {
  const PageCheck page(sample_page());
  std::vector<std::string> open;
  std::vector<std::string> folded;
  for (const test::XmlElement* details : page.all("details")) {
    (details->attribute("open").empty() ? folded : open).push_back(details->attribute("id"));
  }
  EXPECT_THAT(
      open, ::testing::ElementsAre("finding-message-too-big", "finding-folder-symlink",
                                   "finding-message-line-too-long", "finding-folder-trailing-space",
                                   "finding-message-signed"));
  EXPECT_THAT(folded, Contains("finding-folder-empty"));
  EXPECT_THAT(sample_page(), HasSubstr("and 7 more"));
}

TEST(AuditPage, TreeIsIndentedAndSaysWherePartsBelong) {
  const std::string page = sample_page();
  EXPECT_THAT(page, HasSubstr("style=\"--depth:1\"><span class=\"unseen\">Archive/2012/</span>"
                              "Kunden"));
}

TEST(AuditPage, SeveralTreesHaveTotalsAndAPartEach) {
  const std::string source =
      audit_page(report_of({test::clean_tree(), test::sample_tree(), test::failed_tree()}), kNow);
  const PageCheck page(source);
  page.expect_sound();
  EXPECT_THAT(page.texts("p"), Contains("In /home/ada/Maildir (1)"));
  EXPECT_THAT(source, AllOf(HasSubstr("Audit of 3 Maildirs"), HasSubstr("31,112"),
                            HasSubstr("is no Maildir")));
  EXPECT_THAT(page.texts("h3"), AllOf(Contains("/home/ada/Maildir"), Contains("/home/eve/Maildir"),
                                      Contains("/home/grace/Maildir")));
}

TEST(AuditPage, AttributesOfMailboxesAreAsTheServerSaysThem) {
  migrate::AuditedTree tree = test::clean_tree();
  tree.summary.server = migrate::AuditedServer{
      .host = "mail.example",
      .mailboxes = {{.name = "Sent", .attributes = R"(\HasNoChildren \Sent)"}}};
  const std::string source = audit_page(report_of({tree}), kNow);
  PageCheck(source).expect_sound();
  EXPECT_THAT(source, HasSubstr(R"(>\HasNoChildren \Sent<)"));
}

TEST(AuditPage, AMillionFindingsMakeNoLargerPage) {
  migrate::AuditedTree tree = test::sample_tree();
  const std::size_t small = audit_page(report_of({tree}), kNow).size();
  tree.summary.findings[0].places = 1'000'000;
  tree.for_each_finding = nullptr;
  EXPECT_LT(audit_page(report_of({tree}), kNow).size(), small + 200);
}

}  // namespace
}  // namespace mailhaul::report
