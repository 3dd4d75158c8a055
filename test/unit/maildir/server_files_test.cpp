/// What servers and other programs leave in a Maildir beside the mail.
#include "unit/maildir/open_tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::maildir {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kMail = R"(
maildir .
message cur/1100000000.M1.host:2,S
maildir .A
message .A/cur/1100000001.M1.host:2,S
)";

/// In the root, by who leaves it there.
constexpr const char* kInTheRoot = R"(
file courierimapsubscribed
file courierimapuiddb
file courierpop3dsizelist text=/2\x201\x201\n
file courierimap.lock
dir courierimaphieracl
dir courierimapkeywords
file maildirsize text=50000S\n
file shared-maildirs text=x\t/y\n
file shared-timestamp
file loginexec
file sqwebmail-curcache
file autoresponse
file vacation.msg
file subscriptions
file dovecot.index
file dovecot.index.log
file dovecot.index.log.2
file dovecot.index.cache
file dovecot.index.thread
file dovecot.index.pvt
file dovecot.list.index
file dovecot.list.index.log
file dovecot.mailbox.log
file dovecot-uidvalidity
file dovecot-uidvalidity.4a5b6c7d
file dovecot-uidlist.lock
file dovecot-keywords.lock
file dovecot-acl-list
file .temp.host.123.x
file dovecot-uidlist.tmp
file .dovecot.svbin
file .dovecot.lda-dupes
dir sieve
file managesieve.log
dir .spamassassin
file .spamassassin/user_prefs
dir .razor
file .razor/razor-agent.conf
dir .git
dir .git/objects
dir .Trash-1000
dir .Trash-1000/files
dir .snapshot
dir .snapshot/hourly.0
dir .zfs
dir .zfs/snapshot
dir lost+found
dir @eaDir
file .DS_Store
dir .notmuch
file .notmuch/xapian
dir .mu
file .mu/cache
file .mbsyncstate
file .uidvalidity
file .isyncuidmap.db
file ..maildir++
file .#evolution
file maildir.index.db
file folders.db
file .A.cmeta
file .A.ibex.index
file .Foo.index
file .Foo.index.ids
file .Foo.index.sorted
file msgid.cache
file .lock
)";

constexpr const char* kInAFolder = R"(
file .A/maildirfolder
file .A/courierimapuiddb
file .A/courierimapacl text=owner\x20lr\n
dir .A/courierimapkeywords
file .A/dovecot.index
file .A/dovecot-uidlist
file .A/dovecot-uidlist.lock
file .A/dovecot-acl
dir .A/.nnmaildir
file .A/.nnmaildir/marks
file .A/.mbsyncstate
file .A/cur/.DS_Store text=x
file .A/cur/._1100000001.M1.host text=x
file .A/cur/.nfs000000001 text=x
file .A/cur/.fuse_hidden0001 text=x
file .A/new/.gitkeep
file .A/tmp/.gitkeep
)";

TEST(ServerFiles, AreNeitherFoldersNorMessages) {
  const test::TemporaryMaildir tree(std::string(kMail) + kInTheRoot + kInAFolder);
  const Scanner scanner = scan(tree);
  EXPECT_EQ(scanner.inventory().layout, Layout::MaildirPlusPlus);
  std::vector<std::string> directories;
  for (const Folder& folder : scanner.inventory().folders) {
    directories.push_back(folder.directory);
    auto open = scanner.open_folder(folder);
    ASSERT_TRUE(open);
    const MessageList list = open->read_messages();
    EXPECT_EQ(list.size(), 1U) << folder.directory;
    EXPECT_THAT(to_strings(list.anomalies()), IsEmpty()) << folder.directory;
  }
  EXPECT_THAT(directories, ElementsAre("", ".A"));
  EXPECT_THAT(to_strings(scanner.inventory().anomalies),
              ElementsAre("private-flags ", "quota maildirsize"));
}

TEST(ServerFiles, ThatSortMailAreReportedAndNotFollowed) {
  const test::TemporaryMaildir tree(std::string(kMail) + R"(
symlink .dovecot.sieve sieve/main.sieve
dir sieve/tmp
file sieve/main.sieve text=keep;\n
file sieve/old.sieve text=keep;\n
file .mailfilter
dir .mailfilters
file .mailfilters/work
file .procmailrc
file .forward
file .qmail
)");
  EXPECT_THAT(
      to_strings(scan(tree).inventory().anomalies),
      ElementsAre("filter-rules .dovecot.sieve", "filter-rules .forward",
                  "filter-rules .mailfilter", "filter-rules .mailfilters",
                  "filter-rules .procmailrc", "filter-rules .qmail", "filter-rules sieve 2"));
}

TEST(ServerFiles, ADirectoryForScriptsWithoutOneIsNoRule) {
  const test::TemporaryMaildir tree(std::string(kMail) + "dir sieve/tmp\n");
  EXPECT_THAT(to_strings(scan(tree).inventory().anomalies), IsEmpty());
}

}  // namespace
}  // namespace mailhaul::maildir
