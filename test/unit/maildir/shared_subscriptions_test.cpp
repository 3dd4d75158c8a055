#include "unit/maildir/open_tree.hpp"

#include <deque>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::maildir {
namespace {

using test::TemporaryMaildir;
using testing::ElementsAre;
using testing::IsEmpty;

struct Given {
  std::string path;
  std::vector<std::string> prefix;
  std::string manifest = "maildir .\nmaildir .Team\nmaildir .Team.Deep\nmaildir .Caf&AOk-\n";
};

/// A tree with those lists, and shared trees.
class SharedSubscriptions : public testing::Test {
 protected:
  void scan_with(const std::string& lists, const std::vector<Given>& shared) {
    const TemporaryMaildir tree("maildir .\nmaildir .Own\n" + lists);
    std::deque<TemporaryMaildir> kept;
    SourceTree trees = open_tree(tree);
    for (const Given& each : shared) {
      kept.emplace_back(each.manifest);
      trees.shared.push_back(
          {.directory = open_tree(kept.back()), .path = each.path, .prefix = each.prefix});
    }
    auto scanner = Scanner::open(std::move(trees), {});
    ASSERT_TRUE(scanner) << scanner.error().message();
    for (const Folder& folder : scanner->inventory().folders) {
      if (folder.subscribed) {
        subscribed_.push_back(fmt::format("{}", fmt::join(folder.levels, "/")));
      }
    }
    unknown_ = scanner->inventory().unknown_subscriptions;
  }

  std::vector<std::string> subscribed_;
  std::vector<Bytes> unknown_;
};

TEST_F(SharedSubscriptions, OfCourierNameTheUser) {
  scan_with(
      "file courierimapsubscribed text=INBOX.Own\\n#shared.v.Team.Deep\\n#shared.w.Team\\n\n",
      {{.path = "/home/v/Maildir", .prefix = {"V"}}, {.path = "/home/w/Maildir", .prefix = {"W"}}});
  EXPECT_THAT(subscribed_, ElementsAre("Own", "V/Team/Deep", "W/Team"));
  EXPECT_THAT(unknown_, IsEmpty());
}

TEST_F(SharedSubscriptions, OfCourierNameWhatSharedMaildirsCalls) {
  scan_with(
      "file shared-maildirs text=staff\\t/srv/one\\n\n"
      "file courierimapsubscribed text=shared.staff.Team\\nshared.other.Team\\n\n",
      {{.path = "/srv/one", .prefix = {"S"}}});
  EXPECT_THAT(subscribed_, ElementsAre("S/Team"));
  EXPECT_THAT(unknown_, ElementsAre("shared.other.Team"));
}

TEST_F(SharedSubscriptions, AreTheCopiesThatCourierKeeps) {
  scan_with(
      "file shared-maildirs text=staff\\t/srv/one\\n\n"
      "maildir shared-folders/staff/Team.Deep\nsymlink shared-folders/staff/Team.Deep/shared "
      "/srv/one/.Team.Deep\n",
      {{.path = "/srv/one", .prefix = {"S"}}});
  EXPECT_THAT(subscribed_, ElementsAre("S/Team/Deep"));
  EXPECT_THAT(unknown_, IsEmpty());
}

TEST_F(SharedSubscriptions, OfDovecotBeginWithTheNamespace) {
  scan_with(
      "file subscriptions text=V\\t2\\n\\nFirma\\tTeam\\nFirma\\tCaf&AOk-\\n"
      "Firma\\tGone\\n\n",
      {{.path = "/srv/public", .prefix = {"Shared", "Sales"}}});
  EXPECT_THAT(subscribed_,
              testing::UnorderedElementsAre("Shared/Sales/Team", "Shared/Sales/Caf\xc3\xa9"));
  EXPECT_THAT(unknown_, ElementsAre("Firma\tGone"));
}

TEST_F(SharedSubscriptions, HaveAnySeparatorInOldLists) {
  scan_with("file subscriptions text=Public/Team/Deep\\nPublic/INBOX\\n\n",
            {{.path = "/srv/public", .prefix = {"P"}}});
  EXPECT_THAT(subscribed_, ElementsAre("P", "P/Team/Deep"));
}

TEST_F(SharedSubscriptions, OfFoldersThatTheUserHadAreNotThose) {
  scan_with("file subscriptions text=V\\t2\\n\\nOwn\\tTeam\\n\n",
            {{.path = "/srv/public", .prefix = {"P"}}});
  EXPECT_THAT(subscribed_, IsEmpty());
  EXPECT_THAT(unknown_, ElementsAre("Own\tTeam"));
}

TEST_F(SharedSubscriptions, AreUnknownIfTwoTreesCouldBeMeant) {
  scan_with("file subscriptions text=V\\t2\\n\\nFirma\\tTeam\\n\n",
            {{.path = "/srv/one", .prefix = {"A"}}, {.path = "/srv/two", .prefix = {"B"}}});
  EXPECT_THAT(subscribed_, IsEmpty());
  EXPECT_THAT(unknown_, ElementsAre("Firma\tTeam"));
}

TEST_F(SharedSubscriptions, PreferTheNameThatTheTreeGetsNow) {
  scan_with("file subscriptions text=V\\t2\\n\\nFirma\\tTeam\\n\n",
            {{.path = "/srv/one", .prefix = {"A"}}, {.path = "/srv/two", .prefix = {"Firma"}}});
  EXPECT_THAT(subscribed_, ElementsAre("Firma/Team"));
}

}  // namespace
}  // namespace mailhaul::maildir
