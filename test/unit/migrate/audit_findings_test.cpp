#include <set>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/migrate/findings.hpp>
#include <mailhaul/target/content_rules.hpp>

namespace mailhaul::migrate {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(Findings, HaveDistinctCodesInTheFormThatIsPromised) {
  std::set<std::string_view> codes;
  for (const FindingKind& kind : finding_kinds()) {
    EXPECT_TRUE(codes.insert(kind.code).second) << kind.code;
    EXPECT_THAT(std::string(kind.code), AnyOf(StartsWith("tree."), StartsWith("folder."),
                                              StartsWith("message."), StartsWith("server.")));
    EXPECT_EQ(kind.code.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-."),
              std::string_view::npos)
        << kind.code;
  }
}

TEST(Findings, AreOneSentenceAndSayWhatIsDone) {
  for (const FindingKind& kind : finding_kinds()) {
    EXPECT_FALSE(kind.title.empty() || kind.title.ends_with('.')) << kind.code;
    EXPECT_TRUE(kind.handling.ends_with('.')) << kind.code;
    EXPECT_TRUE(kind.explanation.empty() || kind.explanation.ends_with('.')) << kind.code;
    EXPECT_TRUE(kind.advice.empty() || kind.advice.ends_with('.')) << kind.code;
    EXPECT_TRUE(kind.severity != Severity::Error || !kind.advice.empty())
        << kind.code << " needs an act, and does not say which";
  }
}

TEST(Findings, HaveARowForEveryContentRule) {
  for (const target::ContentRule& rule : target::content_rules()) {
    EXPECT_NE(find_finding_kind("message." + std::string(rule.kind)), nullptr) << rule.kind;
  }
}

TEST(Findings, AreExplainedWithinEightyColumns) {
  for (const FindingKind& kind : finding_kinds()) {
    const std::string page = explain_finding(kind);
    EXPECT_THAT(page, StartsWith(std::string(kind.code) + " ("));
    EXPECT_THAT(page, HasSubstr("\nWhat mailhaul does\n  "));
    EXPECT_TRUE(page.ends_with(".\n")) << kind.code;
    std::istringstream lines(page);
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(line.size(), 80U) << line;
      EXPECT_FALSE(line.ends_with(' ')) << line;
    }
  }
}

TEST(Findings, AreFoundByTheirCodeAlone) {
  ASSERT_NE(find_finding_kind("folder.trailing-space"), nullptr);
  EXPECT_EQ(find_finding_kind("folder.trailing-space")->severity, Severity::Warning);
  EXPECT_EQ(find_finding_kind("folder.trailing"), nullptr);
}

}  // namespace
}  // namespace mailhaul::migrate
