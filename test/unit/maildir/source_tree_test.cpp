/// Trees whose parts lie in several directories: INBOX= and CONTROL= of Dovecot, shared folders.
#include "unit/maildir/open_tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::maildir {
namespace {

using test::TemporaryMaildir;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// "directory = level/level" of every folder, "!" before the INBOX, "*" before the subscribed.
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

MessageList read(const Scanner& scanner, std::size_t folder) {
  auto open = scanner.open_folder(scanner.inventory().folders.at(folder));
  EXPECT_TRUE(open) << (open ? "" : open.error().message());
  return open->read_messages();
}

Scanner scan_trees(SourceTree trees, const ScanOptions& options = {}) {
  auto scanner = Scanner::open(std::move(trees), options);
  EXPECT_TRUE(scanner) << (scanner ? "" : scanner.error().message());
  return *std::move(scanner);
}

SourceTree with_inbox(const TemporaryMaildir& tree, const TemporaryMaildir& inbox) {
  SourceTree trees = open_tree(tree);
  trees.inbox = open_tree(inbox);
  return trees;
}

SourceTree with_control(const TemporaryMaildir& tree, const TemporaryMaildir& control) {
  SourceTree trees = open_tree(tree);
  trees.control = open_tree(control);
  return trees;
}

SourceTree with_shared(const TemporaryMaildir& tree, const TemporaryMaildir& shared,
                       std::vector<std::string> prefix) {
  SourceTree trees = open_tree(tree);
  trees.shared.push_back(
      {.directory = open_tree(shared), .path = "/public", .prefix = std::move(prefix)});
  return trees;
}

TEST(InboxElsewhere, IsTheInbox) {
  const TemporaryMaildir tree("maildir .Sent\nfile subscriptions text=INBOX\\nSent\\n\n");
  const TemporaryMaildir inbox("maildir .\nmessage cur/1100000000.M1.h:2,S\n");
  const Scanner scanner = scan_trees(with_inbox(tree, inbox));
  EXPECT_THAT(folders(scanner), ElementsAre("!* = INBOX", "*.Sent = Sent"));
  EXPECT_THAT(file_names(read(scanner, 0)), ElementsAre("1100000000.M1.h:2,S"));
  EXPECT_THAT(to_strings(scanner.inventory().anomalies), IsEmpty());
}

TEST(InboxElsewhere, MayBeAllThereIs) {
  const TemporaryMaildir tree("dir .");
  const TemporaryMaildir inbox("maildir .\n");
  EXPECT_THAT(folders(scan_trees(with_inbox(tree, inbox))), ElementsAre("! = INBOX"));
}

TEST(InboxElsewhere, LeavesAnFsTreeWithoutInbox) {
  const TemporaryMaildir tree("maildir A/B\nmaildir C\n");
  const TemporaryMaildir inbox("maildir .\n");
  const Scanner scanner = scan_trees(with_inbox(tree, inbox));
  EXPECT_EQ(scanner.inventory().layout, Layout::Fs);
  EXPECT_THAT(folders(scanner), ElementsAre("! = INBOX", "A/B = A B", "C = C"));
}

TEST(InboxElsewhere, ListsMailInMaildirItself) {
  const TemporaryMaildir tree("maildir .\nmessage cur/1.M1.h:2,\nmessage new/2.M1.h\nmaildir .A\n");
  const TemporaryMaildir inbox("maildir .\n");
  const Scanner scanner = scan_trees(with_inbox(tree, inbox));
  EXPECT_THAT(folders(scanner), ElementsAre("! = INBOX", ".A = A"));
  EXPECT_THAT(to_strings(scanner.inventory().anomalies), ElementsAre("folder-outside-layout  2"));
}

TEST(InboxElsewhere, MayBeAFolderOfTheTree) {
  const TemporaryMaildir tree("maildir .MyInbox\nmessage .MyInbox/cur/1.M1.h:2,\nmaildir .A\n");
  SourceTree trees = open_tree(tree);
  trees.inbox = open_maildir(tree.path(".MyInbox")).value();
  const Scanner scanner = scan_trees(std::move(trees));
  EXPECT_THAT(folders(scanner), ElementsAre("! = INBOX", ".A = A"));
  EXPECT_EQ(read(scanner, 0).size(), 1);
}

TEST(InboxElsewhere, MustBeAMaildir) {
  const TemporaryMaildir tree("maildir .A");
  const TemporaryMaildir inbox("dir sub");
  const auto scanner = Scanner::open(with_inbox(tree, inbox), {});
  ASSERT_FALSE(scanner);
  EXPECT_THAT(scanner.error().text, HasSubstr("INBOX has neither cur nor new"));
}

constexpr const char* kLists =
    "file .INBOX/dovecot-uidlist text=3\\x20V1\\x20N9\\n7\\x20:2.M1.h\\n8\\x20:1.M1.h\\n\n"
    "file .A/dovecot-keywords text=0\\x20work\\n\n"
    "file subscriptions text=V\\t2\\n\\nA\\n\n";

TEST(ControlElsewhere, HoldsUidsKeywordsAndSubscriptions) {
  const TemporaryMaildir tree(
      "maildir .\nmessage cur/1.M1.h:2,\nmessage cur/2.M1.h:2,\nmaildir .A\n"
      "message .A/cur/3.M1.h:2,Sa\n");
  const TemporaryMaildir control(kLists);
  const Scanner scanner = scan_trees(with_control(tree, control));
  EXPECT_THAT(folders(scanner), ElementsAre("! = INBOX", "*.A = A"));
  EXPECT_THAT(file_names(read(scanner, 0)), ElementsAre("2.M1.h:2,", "1.M1.h:2,"));
  EXPECT_THAT(read(scanner, 1).keywords_of(0).names, ElementsAre("work"));
}

TEST(ControlElsewhere, IsOnlyForWhatItHas) {
  const TemporaryMaildir tree(
      "maildir .A\nmaildir .\nmessage .A/cur/3.M1.h:2,Sa\n"
      "file .A/dovecot-keywords text=0\\x20home\\n\n");
  const TemporaryMaildir control("dir .A");
  EXPECT_THAT(read(scan_trees(with_control(tree, control)), 1).keywords_of(0).names,
              ElementsAre("home"));
}

TEST(ControlElsewhere, IsNotFollowedThroughLinks) {
  const TemporaryMaildir tree("maildir .\nmaildir .A\nmessage .A/cur/3.M1.h:2,Sa\n");
  const TemporaryMaildir other("file dovecot-keywords text=0\\x20stolen\\n");
  const TemporaryMaildir control("symlink .A " + other.path());
  EXPECT_THAT(read(scan_trees(with_control(tree, control)), 1).keywords_of(0).names, IsEmpty());
}

TEST(SharedTrees, GoBelowTheirPrefix) {
  const TemporaryMaildir tree("maildir .\nmaildir .Team\n");
  const TemporaryMaildir shared(
      "maildir .Team\nmessage .Team/cur/1.M1.h:2,\nmaildir .Team.Entw&APw-rfe\n");
  const Scanner scanner = scan_trees(with_shared(tree, shared, {"Shared", "Sales"}));
  EXPECT_THAT(folders(scanner),
              ElementsAre("! = INBOX", ".Team = Team", "/public/.Team = Shared Sales Team",
                          "/public/.Team.Entw&APw-rfe = Shared Sales Team "
                          "Entw\xc3\xbcrfe"));
  EXPECT_THAT(file_names(read(scanner, 2)), ElementsAre("1.M1.h:2,"));
  EXPECT_EQ(read(scanner, 1).size(), 0);
}

TEST(SharedTrees, HaveALayoutAndAnEncodingOfTheirOwn) {
  const TemporaryMaildir tree("maildir .\nmaildir .Entw&APw-rfe\n");
  const TemporaryMaildir shared("maildir Caf\\xc3\\xa9\nmaildir A/B\n");
  EXPECT_THAT(folders(scan_trees(with_shared(tree, shared, {"S"}))),
              ElementsAre("! = INBOX", ".Entw&APw-rfe = Entw\xc3\xbcrfe", "/public/A/B = S A B",
                          "/public/Caf\xc3\xa9 = S Caf\xc3\xa9"));
}

TEST(SharedTrees, GiveTheirOwnMailThePrefixItself) {
  const TemporaryMaildir tree("maildir .");
  const TemporaryMaildir shared("maildir .\nmessage new/1.M1.h\nmaildir .A\n");
  const Scanner scanner = scan_trees(with_shared(tree, shared, {"Info"}));
  EXPECT_THAT(folders(scanner), ElementsAre("! = INBOX", "/public = Info", "/public/.A = Info A"));
  EXPECT_EQ(read(scanner, 1).size(), 1);
}

TEST(SharedTrees, ReportWhatIsOddByTheirPath) {
  const TemporaryMaildir tree("maildir .");
  const TemporaryMaildir shared("maildir .A\nsymlink .B /etc\n");
  EXPECT_THAT(to_strings(scan_trees(with_shared(tree, shared, {"S"})).inventory().anomalies),
              ElementsAre("symlinked-folder /public/.B"));
}

TEST(SharedTrees, MustHoldFolders) {
  const TemporaryMaildir tree("maildir .");
  const TemporaryMaildir shared("dir x");
  const auto scanner = Scanner::open(with_shared(tree, shared, {"S"}), {});
  ASSERT_FALSE(scanner);
  EXPECT_EQ(scanner.error().where, "/public");
}

}  // namespace
}  // namespace mailhaul::maildir
