#include "maildir/quota.hpp"

#include "unit/maildir/open_tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::maildir {
namespace {

using testing::ElementsAre;

TEST(MaildirQuota, HasOctetsAndMessages) {
  EXPECT_EQ(parse_maildir_quota("50000000S,5000C"),
            (MaildirQuota{.bytes = 50'000'000, .messages = 5000}));
  EXPECT_EQ(parse_maildir_quota("10C"), (MaildirQuota{.messages = 10}));
}

TEST(MaildirQuota, IsNoneWithoutALimitOrWithGarbage) {
  for (const ByteView line :
       {"", "0S", "0S,0C", "NOQUOTA", "-5S", "12", "5S,x", "99999999999999999999999S"}) {
    EXPECT_FALSE(parse_maildir_quota(line)) << line;
  }
}

TEST(Scanner, ReportsTheQuota) {
  const test::TemporaryMaildir tree(
      "maildir .\nfile maildirsize text=3000S,20C\\n1200\\x204\\n-100\\x20-1\\n\n");
  const Scanner scanner = scan(tree);
  ASSERT_THAT(to_strings(scanner.inventory().anomalies), ElementsAre("quota maildirsize 20"));
  EXPECT_EQ(scanner.inventory().anomalies[0].bytes, 3000U);
}

TEST(Scanner, ReportsFoldersWhoseFlagsDovecotKeepsForEachPerson) {
  const test::TemporaryMaildir tree(
      "maildir .\nfile dovecot.index.pvt.log text=x\nmaildir .A\nfile .A/dovecot.index.pvt "
      "text=x\nmaildir .B\nfile .B/dovecot.index text=x\n");
  EXPECT_THAT(to_strings(scan(tree).inventory().anomalies),
              ElementsAre("private-flags ", "private-flags .A"));
}

}  // namespace
}  // namespace mailhaul::maildir
