/// One tree for every finding: that finding is made, and nothing else is.
#include "unit/migrate/audit_cases.hpp"

#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

/// Codes that a manifest cannot show, and the tests of this program that do.
const std::map<std::string, std::string> kOtherwiseTested{
    {"tree.rule-unused", "UnusedRules.TheAuditWarnsOfThem"},
    {"tree.too-many-folders", "AuditSums.MoreMailboxesThanExchangeOnlineTakes"},
    {"tree.header-names", "AuditSums.HeaderNamesThatWouldFillHalfOfADatabase"},
    {"folder.too-deep", "AuditSums.MoreLevelsThanExchangeOnlineTakes"},
    {"folder.too-many-messages", "AuditSums.MoreMessagesThanOneMailboxTakesFromTwoFolders"},
    {"folder.large", "AuditSums.AFolderOfMoreThanAHundredThousandMessages"},
    {"folder.name-too-long", "AuditSums.AnFsNameThatAServerWithoutLevelsGetsInOne"},
    {"folder.foreign-owner", "AuditRights.FoldersOfAnotherOwnerAreFound"},
    {"folder.unreadable", "AuditRights.AFolderThatMayNotBeReadIsListedAndTheRestIsAudited"},
    {"message.too-big", "AuditSums.MessagesAboveTheLimitThatTheServerAnnounced"},
    {"server.special-mailbox-missing", "ServerFindings.SpecialFoldersWithoutAMailboxOfTheServer"},
    {"server.mailbox-not-empty", "ServerFindings.MailboxesThatHoldMailAlready"},
    {"server.mailbox-unusable", "ServerFindings.MailboxesThatOnlyHoldOthers"},
    {"server.quota", "ServerFindings.AQuotaThatIsTooSmall"}};

bool is_test(const std::string& name) {
  const ::testing::UnitTest& program = *::testing::UnitTest::GetInstance();
  for (int i = 0; i < program.total_test_suite_count(); ++i) {
    const ::testing::TestSuite& suite = *program.GetTestSuite(i);
    for (int k = 0; k < suite.total_test_count(); ++k) {
      if (name == std::string(suite.name()) + "." + suite.GetTestInfo(k)->name()) {
        return true;
      }
    }
  }
  return false;
}

std::vector<Case> all_cases() {
  std::vector<Case> cases;
  for (std::vector<Case> part :
       {tree_cases(), name_cases(), shape_cases(), file_cases(), content_cases()}) {
    std::ranges::move(part, std::back_inserter(cases));
  }
  return cases;
}

class FindingCase : public ::testing::TestWithParam<Case> {};

TEST_P(FindingCase, IsFoundAndNothingElse) {
  const Case& given = GetParam();
  const bool alone = given.manifest.starts_with('!');
  const test::TemporaryMaildir tree(alone ? given.manifest.substr(1)
                                          : std::string(kOrdinaryTree) + given.manifest);
  const std::string before = test::describe_tree(tree.path());
  AuditOptions options;
  options.server.profile = given.profile;
  const Audited audited(tree.path(), options);
  std::set<std::string> expected(given.with.begin(), given.with.end());
  expected.insert(given.code);
  EXPECT_THAT(audited.codes(), ElementsAreArray(expected));
  EXPECT_FALSE(audited.finding(given.code).text.empty());
  EXPECT_FALSE(audited.finding(given.code).remedy.empty());
  EXPECT_EQ(test::describe_tree(tree.path()), before);
}

INSTANTIATE_TEST_SUITE_P(Audit, FindingCase, ::testing::ValuesIn(all_cases()),
                         [](const ::testing::TestParamInfo<Case>& each) {
                           std::string name = each.param.code;
                           std::ranges::replace_if(
                               name, [](char c) { return c == '.' || c == '-'; }, '_');
                           return name;
                         });

TEST(FindingCases, CoverTheTable) {
  std::set<std::string> tested;
  for (const auto& [code, test] : kOtherwiseTested) {
    EXPECT_TRUE(is_test(test)) << code << " is left to " << test;
    tested.insert(code);
  }
  for (const Case& each : all_cases()) {
    EXPECT_TRUE(tested.insert(each.code).second) << each.code << " is tested twice";
  }
  std::set<std::string> known;
  for (const FindingKind& kind : finding_kinds()) {
    known.emplace(kind.code);
  }
  EXPECT_EQ(tested, known);
}

TEST(AuditRun, QuickGoesByTheSizesOfFiles) {
  const test::TemporaryMaildir tree(
      std::string(kOrdinaryTree) +
      "message cur/1400000006.M6P6.h:2,S mtime=1400000006 size=10500000\n" + sample("nul-body"));
  AuditOptions options;
  options.quick = true;
  const Audited audited(tree.path(), options);
  EXPECT_THAT(audited.codes(), ElementsAreArray({"message.over-default-limit"}));
  EXPECT_EQ(audited.summary.totals.forecast.unknown, 3U);
}

TEST(AuditRun, CountsKeywordsThatImapCannotCarry) {
  const test::TemporaryMaildir tree(
      std::string(kOrdinaryTree) + one_in_cur("1400000006.M6P6.h:2,Sa") +
      one_in_cur("1400000007.M7P7.h:2,Sb") +
      "file dovecot-keywords text=0\\x20two\\x20words\\n1\\x20one\\n\n");
  AuditOptions options;
  options.server.profile = Profile::Imap;
  const Audited audited(tree.path(), options);
  EXPECT_THAT(audited.codes(), ElementsAreArray({"tree.keywords-lost"}));
  EXPECT_EQ(audited.finding("tree.keywords-lost").count, 1U);
  ASSERT_EQ(audited.summary.keywords.size(), 2U);
  EXPECT_TRUE(audited.summary.keywords[0].is_kept) << audited.summary.keywords[0].name;
  EXPECT_FALSE(audited.summary.keywords[1].is_kept) << audited.summary.keywords[1].name;
}

TEST(AuditRun, FindsNothingInATreeWithoutFaults) {
  const test::TemporaryMaildir tree(
      std::string(kOrdinaryTree) + mail_in(".Sent") + mail_in(".Trash") + mail_in(".Entw&APw-rfe") +
      mail_in(".A") + mail_in(".A.B") + "message new/1400000002.M2P2.h mtime=1400000002\n");
  const Audited audited(tree.path());
  EXPECT_THAT(audited.codes(), IsEmpty());
  EXPECT_EQ(audited.summary.grade, Grade::Ready);
  EXPECT_EQ(audited.summary.totals.messages, 7U);
  EXPECT_EQ(audited.summary.totals.forecast.as_is, 7U);
}

}  // namespace
}  // namespace mailhaul::migrate
