#include "migrate/plan/unused_rules.hpp"

#include "unit/migrate/audit_rig.hpp"
#include "unit/migrate/upload_fixture.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<maildir::Folder> folders_of(const std::vector<std::vector<std::string>>& names) {
  std::vector<maildir::Folder> folders;
  for (const std::vector<std::string>& levels : names) {
    folders.emplace_back().levels = levels;
  }
  return folders;
}

const std::vector<maildir::Folder> kFolders =
    folders_of({{"INBOX"}, {"INBOX", "Sent"}, {"Sent"}, {"Work", "2019"}});

UnusedRules unused_maps(const std::vector<MappingRule>& rules) {
  return find_unused_rules(kFolders, {.rules = rules}, {});
}

TEST(UnusedRules, ThoseThatFitAreNotListed) {
  const UnusedRules unused =
      find_unused_rules(kFolders,
                        {.rules = {{.from = "INBOX", .to = "a"},
                                   {.from = "Sent", .to = "b"},
                                   {.from = "Work", .to = "the level above a folder"},
                                   {.from = "Work/2019", .to = "c"}}},
                        {.include = {"INBOX", "**"}, .exclude = {"Work/*"}});
  EXPECT_THAT(unused.matters, IsEmpty());
  EXPECT_THAT(unused.notes, IsEmpty());
}

TEST(UnusedRules, NamesAsCourierAndTheDiskWriteThemAreUnderstood) {
  EXPECT_THAT(
      unused_maps({{.from = "INBOX.Sent", .to = "X"}, {.from = ".Sent", .to = "X"}}).matters,
      ElementsAre("no folder fits --map INBOX.Sent=X; did you mean INBOX/Sent, Sent?",
                  "no folder fits --map .Sent=X; did you mean INBOX/Sent, Sent?"));
  EXPECT_THAT(unused_maps({{.from = "work.2019", .to = "X"}}).matters,
              ElementsAre(EndsWith("did you mean Work/2019?")));
}

TEST(UnusedRules, TheNearestNameIsSuggestedElseHowNamesAreWritten) {
  EXPECT_THAT(find_unused_rules(kFolders, {}, {.include = {"Snet", "Frobnicate"}}).matters,
              ElementsAre("no folder fits --include Snet; did you mean Sent?",
                          AllOf(HasSubstr("--include Frobnicate; folders are named as"),
                                HasSubstr("\"/\""))));
}

TEST(UnusedRules, ARuleForTheInboxAboveOthersIsForNobody) {
  const auto only_below = folders_of({{"INBOX", "Sent"}});
  EXPECT_THAT(find_unused_rules(only_below, {.rules = {{.from = "INBOX", .to = "X"}}}, {}).matters,
              ElementsAre(HasSubstr("--map INBOX=X")));
}

TEST(UnusedRules, ThoseOfAFileForManyTreesAreNotedTogether) {
  std::vector<MappingRule> rules;
  for (const char* name : {"A1", "B2", "C3", "D4", "E5", "F6", "G7"}) {
    rules.push_back({.from = name, .to = "X", .is_shared = true});
  }
  const UnusedRules unused = unused_maps(rules);
  EXPECT_THAT(unused.matters, IsEmpty());
  EXPECT_THAT(unused.notes,
              ElementsAre("no folder fits these rules from a file: A1, B2, C3, D4, E5 and 2 more"));
}

TEST(UnusedRules, AnExcludeIsOnlyNoted) {
  const UnusedRules unused = find_unused_rules(kFolders, {}, {.exclude = {"Snt"}});
  EXPECT_THAT(unused.matters, IsEmpty());
  EXPECT_THAT(unused.notes, ElementsAre("no folder fits --exclude Snt; did you mean Sent?"));
}

TEST(UnusedRules, TheAuditWarnsOfThem) {
  const test::TemporaryMaildir tree(kOrdinaryTree);
  AuditOptions options;
  options.mapping.rules = {{.from = "Nosuch", .to = "Bar"}};
  options.selection.exclude = {"Nothing"};
  const Audited audited(tree.path(), options);
  EXPECT_THAT(audited.codes(), ElementsAre("tree.rule-unused"));
  EXPECT_THAT(audited.finding("tree.rule-unused").text, HasSubstr("--map Nosuch=Bar"));
  EXPECT_THAT(audited.summary.notes, ElementsAre(HasSubstr("--exclude Nothing")));
}

class UnusedRulesUpload : public UploadFixture, public ::testing::WithParamInterface<bool> {
 protected:
  UnusedRulesUpload() : UploadFixture(kOrdinaryTree) {}
};

TEST_P(UnusedRulesUpload, EachNeedsAttention) {
  start(emulator::ProfileName::Exchange2016);
  move_->options.dry_run = GetParam();
  move_->options.selection.include = {"INBOXX"};
  move_->options.mapping.rules = {{.from = "Nosuch", .to = "Bar"}};
  const UploadSummary summary = upload();
  EXPECT_EQ(summary.messages.found, 0U);
  ASSERT_EQ(summary.attention.size(), 2U);
  EXPECT_EQ(summary.attention[0].kind, "rule-unused");
  EXPECT_THAT(summary.attention[0].text, HasSubstr("--map Nosuch=Bar"));
  EXPECT_THAT(summary.attention[1].text, HasSubstr("did you mean INBOX?"));
}

INSTANTIATE_TEST_SUITE_P(DryAndReal, UnusedRulesUpload, ::testing::Bool());

}  // namespace
}  // namespace mailhaul::migrate
