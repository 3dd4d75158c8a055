#include "unit/maildir/open_tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/maildir/shared_maildirs.hpp>

namespace mailhaul::maildir {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(SharedMaildirs, AreNamesAndPaths) {
  EXPECT_THAT(parse_shared_maildirs("staff\t/home/staff/Maildir\nlist  /srv/with blank/\n"),
              ElementsAre(SharedMaildir{.name = "staff", .path = "/home/staff/Maildir"},
                          SharedMaildir{.name = "list", .path = "/srv/with blank"}));
}

TEST(SharedMaildirs, PassOverCommentsAndHalfLines) {
  EXPECT_THAT(parse_shared_maildirs("# made by hand\n\nalone\nalone\t\n\t/nowhere\n"), IsEmpty());
}

TEST(Scanner, KnowsWhichMaildirsAreShared) {
  const test::TemporaryMaildir tree(
      "maildir .\nfile shared-maildirs text=staff\\t/home/staff/M\\n\n");
  EXPECT_THAT(scan(tree).inventory().shared_maildirs,
              ElementsAre(SharedMaildir{.name = "staff", .path = "/home/staff/M"}));
}

TEST(Scanner, ReportsAListOfSharedMaildirsThatItMayNotOpen) {
  const test::TemporaryMaildir tree("maildir .\nsymlink shared-maildirs /etc/passwd\n");
  const Scanner scanner = scan(tree);
  EXPECT_THAT(scanner.inventory().shared_maildirs, IsEmpty());
  EXPECT_THAT(to_strings(scanner.inventory().anomalies),
              ElementsAre("unreadable-metadata shared-maildirs symlink"));
}

}  // namespace
}  // namespace mailhaul::maildir
