#include "unit/maildir/open_tree.hpp"

#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/maildir/scanner.hpp>

namespace mailhaul::maildir {
namespace {

using test::TemporaryMaildir;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// "directory = level/level" for every folder, "*" before the subscribed, "!" before the INBOX.
std::vector<std::string> folders(const Scanner& scanner) {
  std::vector<std::string> lines;
  for (const Folder& folder : scanner.inventory().folders) {
    std::string line = folder.is_inbox ? "!" : "";
    line += folder.subscribed ? "*" : "";
    line += folder.directory + " =";
    for (const std::string& level : folder.levels) {
      line += ' ' + level;
    }
    lines.push_back(line);
  }
  return lines;
}

std::vector<std::string> anomalies(const Scanner& scanner) {
  return to_strings(scanner.inventory().anomalies);
}

Error error_of(const TemporaryMaildir& tree, const ScanOptions& options = {}) {
  const auto scanner = Scanner::open(open_tree(tree), options);
  EXPECT_FALSE(scanner);
  if (scanner) {
    return {};
  }
  EXPECT_EQ(scanner.error().kind, ErrorKind::SourceUnusable);
  return scanner.error();
}

TEST(Scanner, FindsTheFoldersOfAMaildirPlusPlusTree) {
  const TemporaryMaildir tree(
      "maildir .\nmaildir .Sent\nmaildir .A.B\nmaildir .INBOX.Sent\nmaildir .Entw&APw-rfe\n"
      "file .DS_Store text=x\nfile dovecot.index text=x\n");
  const Scanner scanner = scan(tree);
  EXPECT_EQ(scanner.inventory().layout, Layout::MaildirPlusPlus);
  EXPECT_EQ(scanner.inventory().encoding, NameEncoding::Mutf7);
  EXPECT_THAT(folders(scanner),
              ElementsAre("! = INBOX", ".A.B = A B", ".Entw&APw-rfe = Entw\xc3\xbcrfe",
                          ".INBOX.Sent = INBOX Sent", ".Sent = Sent"));
  EXPECT_THAT(anomalies(scanner), IsEmpty());
}

TEST(Scanner, FindsTheFoldersOfAnFsTree) {
  const TemporaryMaildir tree("maildir .\nmaildir Sent\nmaildir A/B/C\nmaildir A\ndir sieve\n");
  const Scanner scanner = scan(tree);
  EXPECT_EQ(scanner.inventory().layout, Layout::Fs);
  EXPECT_THAT(folders(scanner), ElementsAre("! = INBOX", "A = A", "A/B/C = A B C", "Sent = Sent"));
  EXPECT_THAT(anomalies(scanner), IsEmpty());
}

/// Courier, which keeps copies there, knows no other layout than Maildir++.
TEST(Scanner, TakesSharedFoldersOfAnFsTreeForAFolderLikeAnyOther) {
  const TemporaryMaildir tree("maildir .\nmaildir Sent\nmaildir shared-folders\n");
  const Scanner scanner = scan(tree);
  EXPECT_THAT(folders(scanner),
              ElementsAre("! = INBOX", "Sent = Sent", "shared-folders = shared-folders"));
  EXPECT_THAT(anomalies(scanner), IsEmpty());
}

TEST(Scanner, TakesDotInboxForTheInboxOfARootWithoutMail) {
  const TemporaryMaildir tree("maildir .INBOX\nmaildir .Sent\n");
  EXPECT_THAT(folders(scan(tree)), ElementsAre("!.INBOX = INBOX", ".Sent = Sent"));
}

TEST(Scanner, KeepsDotInboxBesideAnInboxInTheRoot) {
  const TemporaryMaildir tree("maildir .\nmaildir .INBOX\n");
  EXPECT_THAT(folders(scan(tree)), ElementsAre("! = INBOX", ".INBOX = INBOX"));
}

TEST(Scanner, TakesInboxForTheInboxOfAnFsRootWithoutMail) {
  const TemporaryMaildir tree("maildir INBOX\nmaildir Sent\n");
  EXPECT_THAT(folders(scan(tree)), ElementsAre("!INBOX = INBOX", "Sent = Sent"));
}

TEST(Scanner, KnowsSubscriptionsOfBothServers) {
  const TemporaryMaildir tree(
      "maildir .\nmaildir .A.B\nmaildir .C\nmaildir .D\n"
      "file courierimapsubscribed text=INBOX\\nINBOX.A.B\\nINBOX.Gone\\n\n"
      "file subscriptions text=V\\t2\\n\\nC\\n\n");
  const Scanner scanner = scan(tree);
  EXPECT_THAT(folders(scanner), ElementsAre("!* = INBOX", "*.A.B = A B", "*.C = C", ".D = D"));
  EXPECT_THAT(scanner.inventory().unknown_subscriptions, ElementsAre("INBOX.Gone"));
}

TEST(Scanner, DetectsTheEncodingFromSubscriptionsToo) {
  const TemporaryMaildir tree(
      "maildir .\nmaildir .R&-D\nfile courierimapsubscribed text=INBOX.Entw\\xc3\\xbcrfe\\n\n");
  EXPECT_THAT(folders(scan(tree)), ElementsAre("! = INBOX", ".R&-D = R&-D"));
  EXPECT_THAT(folders(scan(tree, {.encoding = NameEncoding::Mutf7})),
              ElementsAre("! = INBOX", ".R&-D = R&D"));
}

TEST(Scanner, ReportsNamesInBothEncodings) {
  const TemporaryMaildir tree("maildir .\nmaildir .a&AOk-\nmaildir .\\xc3\\xa9\n");
  EXPECT_THAT(anomalies(scan(tree)), ElementsAre("ambiguous-name-encoding "));
}

TEST(Scanner, ReportsWhatLacksInAFolder) {
  const TemporaryMaildir tree(
      "maildir .\ndir .NoTmp/cur\ndir .NoTmp/new\ndir .OnlyCur/cur\ndir .OnlyNew/new\n"
      "dir .Empty\nfile .Marker/maildirfolder\ndir .git/objects\n");
  const Scanner scanner = scan(tree);
  EXPECT_THAT(anomalies(scanner),
              ElementsAre("missing-cur .OnlyNew", "missing-new .OnlyCur", "missing-tmp .NoTmp",
                          "missing-tmp .OnlyCur", "missing-tmp .OnlyNew", "not-a-folder .Empty",
                          "not-a-folder .Marker"));
  EXPECT_THAT(folders(scanner), ElementsAre("! = INBOX", ".NoTmp = NoTmp", ".OnlyCur = OnlyCur",
                                            ".OnlyNew = OnlyNew"));
}

TEST(Scanner, FollowsNoLinkToAFolderOrItsDirectories) {
  const TemporaryMaildir tree(
      "maildir .\nmaildir .A\nsymlink .Link .A\nsymlink .Out /etc\nsymlink .Loop .\n"
      "symlink .dovecot.sieve sieve/x\n"
      "dir .B/new\ndir .B/tmp\nsymlink .B/cur ../.A/cur\nfile .C/cur text=x\ndir .C/new\n"
      "dir .C/tmp\n");
  const Scanner scanner = scan(tree);
  EXPECT_THAT(
      anomalies(scanner),
      ElementsAre("cur-is-no-directory .B/cur symlink",
                  "cur-is-no-directory .C/cur not-a-directory", "filter-rules .dovecot.sieve",
                  "symlinked-folder .Link", "symlinked-folder .Loop", "symlinked-folder .Out"));
  EXPECT_THAT(folders(scanner), ElementsAre("! = INBOX", ".A = A", ".B = B", ".C = C"));
}

TEST(Scanner, ReportsMailOutsideOfTheLayout) {
  const TemporaryMaildir tree(
      "maildir .\nmaildir .A\nmaildir .B\nfile FsStyle/cur/1.h text=x\nfile Maildir/cur/1.h "
      "text=x\n"
      "file .A/.Nested/new/1.h text=x\nfile .A/extra-7/cur/1.h text=x\n"
      "file 1400000000.x.host:2,S text=x\nfile .B/1400000000.y text=x\n"
      "file shared-folders/n/f/cur/1.h text=x\nfile ..DOVECOT-TRASHED/cur/1.h text=x\n"
      "file .Foo.directory/Bar/cur/1.h text=x\n");
  EXPECT_THAT(anomalies(scan(tree)),
              ElementsAre("dovecot-extra-directory .A/extra-7 1",
                          "dovecot-trashed ..DOVECOT-TRASHED 1", "folder-outside-layout FsStyle 1",
                          "folder-outside-layout Maildir 1", "kmail-children .Foo.directory/Bar 1",
                          "message-outside-folder  1", "message-outside-folder .B 1",
                          "nested-folder .A/.Nested 1", "shared-folders shared-folders"));
}

TEST(Scanner, ReportsMailAtAnyDepthBelowWhatTheLayoutHides) {
  const TemporaryMaildir tree(
      "maildir .\nmaildir .A\nfile .A/.bar/cur/1.h text=x\nfile .A/.bar/.baz/new/1.h text=x\n"
      "file Maildir/cur/1.h text=x\nfile Maildir/.Sent/cur/1.h text=x\n"
      "file Maildir/.Sent/.Old/cur/2.h text=x\nfile plain/.git/cur/x text=x\n");
  EXPECT_THAT(
      anomalies(scan(tree)),
      ElementsAre("folder-outside-layout Maildir 1", "folder-outside-layout Maildir/.Sent 1",
                  "folder-outside-layout Maildir/.Sent/.Old 1",
                  "folder-outside-layout plain/.git 1", "nested-folder .A/.bar 1",
                  "nested-folder .A/.bar/.baz 1"));
}

TEST(Scanner, ReportsSubfoldersOfTheLegacyLayoutOfMbsync) {
  const TemporaryMaildir tree(
      "maildir .\nmaildir foo\nfile foo/.bar/cur/1.h text=x\nfile foo/.bar/.baz/cur/1.h "
      "text=x\n");
  EXPECT_THAT(anomalies(scan(tree)),
              ElementsAre("nested-folder foo/.bar 1", "nested-folder foo/.bar/.baz 1"));
}

/// KMail's directories hold none themselves.
TEST(Scanner, TakesADirectoryFolderWithMailForAFolder) {
  const TemporaryMaildir tree(
      "maildir .\nmaildir .Company.directory\nfile .Company.directory/Bar/cur/1.h text=x\n"
      "file .Foo.directory/Bar/cur/1.h text=x\n");
  const Scanner scanner = scan(tree);
  EXPECT_THAT(folders(scanner), ElementsAre("! = INBOX", ".Company.directory = Company directory"));
  EXPECT_THAT(anomalies(scanner), ElementsAre("kmail-children .Foo.directory/Bar 1",
                                              "nested-folder .Company.directory/Bar 1"));
}

/// Dovecot shows them with the layout fs, whether it made them or somebody else.
TEST(Scanner, TakesExtraDirectoriesOfAnFsTreeForFolders) {
  const TemporaryMaildir tree(
      "maildir .\nmaildir A\nmaildir A/extra-hours\nmaildir A/extra-pay/B\nmaildir extra-work\n"
      "file A/extra-7/1.h text=x\n");
  const Scanner scanner = scan(tree);
  EXPECT_THAT(folders(scanner),
              ElementsAre("! = INBOX", "A = A", "A/extra-hours = A extra-hours",
                          "A/extra-pay/B = A extra-pay B", "extra-work = extra-work"));
  EXPECT_THAT(anomalies(scanner), ElementsAre("dovecot-extra-directory A/extra-7 1",
                                              "dovecot-extra-directory A/extra-pay"));
}

TEST(Scanner, ReportsMailDeepInWhatDovecotMovedOutOfCur) {
  const TemporaryMaildir tree(
      "maildir .\nmaildir .A\nfile .A/extra-M/cur/1.h text=x\nfile .A/extra-M/.Sent/cur/1.h "
      "text=x\nfile extra-N/.Sent/.Old/new/1.h text=x\n");
  EXPECT_THAT(anomalies(scan(tree)),
              ElementsAre("dovecot-extra-directory .A/extra-M 1", "dovecot-extra-directory extra-N",
                          "folder-outside-layout extra-N/.Sent/.Old 1",
                          "nested-folder .A/extra-M/.Sent 1"));
}

std::string levels(std::size_t count) {
  std::string path = "x";
  for (std::size_t i = 1; i < count; ++i) {
    path += "/x";
  }
  return path;
}

TEST(Scanner, ListsWhatLiesDeeperThanItGoes) {
  const TemporaryMaildir fs("maildir .\nmaildir A\nmaildir " + levels(65) + "\nmaildir " +
                            levels(67) + "\n");
  const Scanner scanner = scan(fs);
  EXPECT_THAT(anomalies(scanner), ElementsAre("unreadable-folder " + levels(66) + " too-deep"));
  const auto& found = scanner.inventory().folders;
  ASSERT_EQ(found.size(), 4U);
  EXPECT_TRUE(found[2].readable);
  EXPECT_EQ(found[3].directory, levels(66));
  EXPECT_FALSE(found[3].readable);
  const TemporaryMaildir hidden("maildir .\nmaildir .A\nfile .A/" + levels(20) +
                                "/cur/1.h text=x\ndir .A/" + levels(67) + "\n");
  EXPECT_THAT(anomalies(scan(hidden)),
              ElementsAre("nested-folder .A/" + levels(20) + " 1",
                          "unreadable-folder .A/" + levels(66) + " too-deep"));
}

TEST(Scanner, EntersNoSnapshots) {
  const TemporaryMaildir tree(
      "maildir .\nmaildir .A\nfile .A/.snapshot/hourly.0/cur/1.h text=x\n"
      "file backup/.zfs/cur/1.h text=x\nfile .snapshot/hourly.0/cur/1.h text=x\n");
  EXPECT_THAT(anomalies(scan(tree)), IsEmpty());
}

TEST(Scanner, DoesNotReadAFolderNamedCurAsMessages) {
  const TemporaryMaildir tree(
      "maildir .Sent\nmaildir .A\nfile .A/cur/cur/1.h text=x\ndir .A/cur/new\ndir .A/cur/tmp\n"
      "maildir .\n");
  const Scanner scanner = scan(tree);
  EXPECT_THAT(anomalies(scanner), ElementsAre("folder-named-cur .A/cur 1"));
  EXPECT_FALSE(scanner.inventory().folders.at(1).has_cur);
  EXPECT_TRUE(scanner.inventory().folders.at(1).has_new);
}

TEST(Scanner, CountsFilesThatStayedInTmpForMoreThan36Hours) {
  const TemporaryMaildir tree(
      "maildir .\nfile tmp/old text=12345 mtime=1000000\nfile tmp/edge text=1 mtime=1870400\n"
      "file tmp/young text=1 mtime=1999999\nfifo tmp/pipe mtime=5\n");
  const Scanner scanner = scan(tree, {.now = 2000000});
  ASSERT_THAT(anomalies(scanner), ElementsAre("stale-tmp-files tmp 1"));
  EXPECT_EQ(scanner.inventory().anomalies[0].bytes, 5U);
}

TEST(Scanner, ReadsAnFsTreeWithoutFollowingLinksInIt) {
  const TemporaryMaildir tree("maildir .\nmaildir A\nsymlink A/loop ../A\nsymlink B A\n");
  const Scanner scanner = scan(tree);
  EXPECT_THAT(folders(scanner), ElementsAre("! = INBOX", "A = A"));
  EXPECT_THAT(anomalies(scanner), ElementsAre("symlinked-folder A/loop", "symlinked-folder B"));
}

TEST(Scanner, RefusesATreeThatCouldBeOfEitherLayout) {
  const TemporaryMaildir tree("maildir .\nmaildir .Sent\nmaildir Drafts\n");
  const Error error = error_of(tree, {.shown_path = "/home/u/Maildir"});
  EXPECT_THAT(
      error.message(),
      HasSubstr("/home/u/Maildir: the layout is not clear: 1 folder (.Sent) as maildir++, 1 "
                "folder (Drafts) as fs"));
  EXPECT_THAT(error.hint, HasSubstr("--layout"));
  EXPECT_THAT(folders(scan(tree, {.layout = Layout::Fs})),
              ElementsAre("! = INBOX", "Drafts = Drafts"));
  EXPECT_THAT(anomalies(scan(tree, {.layout = Layout::Fs})),
              ElementsAre("folder-outside-layout .Sent"));
}

TEST(Scanner, IsSureOfMaildirPlusPlusWhereItsServersLeftMarks) {
  const TemporaryMaildir tree(
      "maildir .\nmaildir .Sent\nfile .Sent/maildirfolder\nmaildir Drafts\nmaildir X\n");
  EXPECT_EQ(scan(tree).inventory().layout, Layout::MaildirPlusPlus);
}

TEST(Scanner, RefusesALayoutThatWouldLeaveTheFoldersUnread) {
  const TemporaryMaildir tree("maildir .\nmaildir .A\nmaildir .B\n");
  EXPECT_THAT(error_of(tree, {.layout = Layout::Fs}).hint, HasSubstr("--layout maildir++"));
  const TemporaryMaildir fs("maildir .\nmaildir A\nmaildir B\n");
  EXPECT_THAT(error_of(fs, {.layout = Layout::MaildirPlusPlus}).hint, HasSubstr("--layout fs"));
}

TEST(Scanner, RefusesADirectoryOfManyMaildirs) {
  const TemporaryMaildir tree("maildir alice/Maildir\nmaildir bob/Maildir\n");
  EXPECT_THAT(error_of(tree).message(), HasSubstr("2 folders (alice/Maildir, bob/Maildir)"));
}

struct ForeignCase {
  const char* manifest;
  const char* format;
};

class ForeignFormats : public testing::TestWithParam<ForeignCase> {};

TEST(Scanner, TakesGuidsForNamesWhereThatIsAskedFor) {
  const TemporaryMaildir tree("maildir mailboxes/0123456789abcdef0123456789abcdef\n");
  ASSERT_FALSE(Scanner::open(open_tree(tree), {}));
  const Scanner scanner = scan(tree, {.layout = Layout::Fs});
  ASSERT_EQ(scanner.inventory().folders.size(), 1U);
  EXPECT_THAT(scanner.inventory().folders[0].levels,
              ElementsAre("mailboxes", "0123456789abcdef0123456789abcdef"));
}

TEST_P(ForeignFormats, AreNamed) {
  const TemporaryMaildir tree(GetParam().manifest);
  EXPECT_THAT(error_of(tree).message(), HasSubstr(GetParam().format));
}

INSTANTIATE_TEST_SUITE_P(
    All, ForeignFormats,
    testing::Values(ForeignCase{"dir x\n", "neither cur nor new"},
                    ForeignCase{"dir mailboxes/INBOX/dbox-Mails\ndir storage\n", "mdbox"},
                    ForeignCase{"dir mailboxes/INBOX/dbox-Mails\n", "sdbox"},
                    ForeignCase{"file cyrus.index\nfile 1.\n", "Cyrus"},
                    ForeignCase{"file 1 text=x\nfile 2 text=x\n", "MH"},
                    ForeignCase{"file .mh_sequences\n", "MH"},
                    ForeignCase{"file Sent text=From\\x20x\\x20Mon\n", "mbox"},
                    ForeignCase{"file Inbox.msf text=x\nfile Inbox text=x\n", "Thunderbird"},
                    ForeignCase{"maildir 0123456789abcdef0123456789abcdef\n", "LAYOUT=index"},
                    ForeignCase{"maildir mailboxes/0123456789abcdef0123456789abcdef\n",
                                "LAYOUT=index"}));

TEST(Scanner, OpensAFolderByItsPath) {
  const TemporaryMaildir tree("maildir .\nfile A/B/cur/1.h text=x\nmaildir A\n");
  const Scanner scanner = scan(tree);
  auto folder = scanner.open_folder(scanner.inventory().folders.at(2));
  ASSERT_TRUE(folder);
  EXPECT_THAT(file_names(folder->read_messages()), ElementsAre("1.h"));
}

TEST(Scanner, SaysWhyAFolderCannotBeOpened) {
  TemporaryMaildir tree("maildir .\nmaildir .A\n");
  const Scanner scanner = scan(tree);
  tree.rename(".A", "A");
  tree.add("symlink .A A\n");
  const auto folder = scanner.open_folder(scanner.inventory().folders.at(1));
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().kind, ErrorKind::Unreadable);
  EXPECT_EQ(folder.error().where, ".A");
  EXPECT_THAT(folder.error().text, HasSubstr("symbolic link"));
}

TEST(Scanner, ListsFoldersThatItMayNotReadAndThoseOfOtherOwners) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "only root can give folders away";
  }
  const TemporaryMaildir tree(
      "maildir . owner=1001:1001 mode=0755\nmaildir .Closed owner=1002:1002 mode=0700\n"
      "maildir .Foreign owner=1002:1002 mode=0755\nmaildir .Root mode=0755\n");
  Directory directory = open_tree(tree);
  ASSERT_EQ(::seteuid(1001), 0);
  const auto scanner = Scanner::open(std::move(directory), {});
  ASSERT_EQ(::seteuid(0), 0);
  ASSERT_TRUE(scanner);
  EXPECT_THAT(anomalies(*scanner),
              ElementsAre("foreign-folder-owner .Foreign", "unreadable-folder .Closed permission"));
  EXPECT_FALSE(scanner->inventory().folders.at(1).readable);
}

}  // namespace
}  // namespace mailhaul::maildir
