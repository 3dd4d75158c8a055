#include "maildir/folder_reader.hpp"

#include "unit/maildir/open_tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::maildir {
namespace {

using test::TemporaryMaildir;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

FolderDirectories open_folder(const TemporaryMaildir& tree) {
  return open_subdirectories(open_tree(tree), {.has_cur = true, .has_new = true});
}

MessageList read(const TemporaryMaildir& tree, const FolderReadOptions& options = {}) {
  const FolderDirectories directories = open_folder(tree);
  return read_folder(directories, options);
}

/// Runs `change` after the given pass: 1 is new, 2 is cur, 3 is new again.
FolderReadOptions after_pass(int pass, const std::function<void()>& change) {
  return {.after_pass = [=, done = 0]() mutable {
    if (++done == pass) {
      change();
    }
  }};
}

TEST(FolderReader, TakesEveryVisibleFileOfCurAndNew) {
  const TemporaryMaildir tree(
      "maildir .\n"
      "file cur/-rf text=x\nfile cur/*?[x] text=x\nfile cur/bad\\xff text=x\n"
      "file cur/new\\nline text=x\nfile cur/maildirsize text=x\nfile cur/sp\\x20ace text=x\n"
      "file new/1.h:2,S text=x\n"
      "file cur/.hidden text=x\nfile cur/.nfs0001 text=x\nfile cur/.DS_Store text=x\n"
      "file tmp/2.h text=x\n");
  const MessageList list = read(tree);
  EXPECT_THAT(file_names(list), UnorderedElementsAre("-rf", "*?[x]", "bad\xff", "new\nline",
                                                     "maildirsize", "sp ace", "1.h:2,S"));
  EXPECT_THAT(list.anomalies(), IsEmpty());
  EXPECT_TRUE(list.is_complete());
  EXPECT_EQ(list.count(InfoAnomaly::OddBytes), 2U);
}

TEST(FolderReader, HonoursFlagsInNew) {
  const TemporaryMaildir tree("maildir .\nfile new/1.h:2,FS text=x\n");
  const MessageList list = read(tree);
  EXPECT_EQ(list[0].flags, (FlagSet{Flag::Flagged, Flag::Seen}));
  EXPECT_EQ(list[0].subdirectory, Subdirectory::New);
}

TEST(FolderReader, ReportsSpecialFilesAndOpensNone) {
  const TemporaryMaildir tree(
      "maildir .\nsymlink cur/1.shadow:2,S /etc/shadow\nfifo cur/2.fifo\nsocket new/3.sock\n"
      "dir cur/4.dir\nfile cur/4.dir/a text=x\nfile cur/4.dir/cur/b text=x\nfile cur/5.h text=x\n");
  const MessageList list = read(tree);
  EXPECT_THAT(file_names(list), ElementsAre("5.h"));
  EXPECT_THAT(to_strings(list.anomalies()),
              ElementsAre("special-file cur/1.shadow:2,S symlink", "special-file cur/2.fifo fifo",
                          "special-file cur/4.dir directory 2", "special-file new/3.sock socket"));
}

TEST(FolderReader, FindsDeliveriesThatMoveFromNewToCurMeanwhile) {
  TemporaryMaildir tree("maildir .\nfile new/1.h text=x\nfile new/2.h text=y\n");
  const MessageList list =
      read(tree, after_pass(1, [&] { tree.rename("new/1.h", "cur/1.h:2,S"); }));
  EXPECT_THAT(file_names(list), ElementsAre("1.h:2,S", "2.h"));
  EXPECT_TRUE(list[0].flags.contains(Flag::Seen));
}

TEST(FolderReader, FindsDeliveriesThatArriveMeanwhile) {
  TemporaryMaildir tree("maildir .\n");
  const MessageList list = read(tree, after_pass(2, [&] { tree.add("file new/9.h text=x\n"); }));
  EXPECT_THAT(file_names(list), ElementsAre("9.h"));
}

TEST(FolderReader, LooksIntoCurAgainWhileItChanges) {
  TemporaryMaildir tree("maildir .\nfile cur/1.h:2, text=x\n");
  const MessageList list = read(tree, after_pass(2, [&] {
                                  tree.rename("cur/1.h:2,", "cur/1.h:2,S");
                                  tree.add("file cur/2.h:2,R text=y\n");
                                }));
  EXPECT_THAT(file_names(list), ElementsAre("1.h:2,S", "2.h:2,R"));
}

TEST(FolderReader, TakesEqualFilesOfOneUniqueNameForOneMessage) {
  const TemporaryMaildir tree(
      "maildir .\nfile cur/1.h:2, text=same\nfile cur/1.h:2,S text=same\n"
      "file new/2.h,S=4 text=both\nfile cur/2.h,S=4,W=5:2,R text=both\n");
  const MessageList list = read(tree);
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].identity(), "1.h");
  EXPECT_EQ(list[1].identity(), "2.h");
  EXPECT_TRUE(list[0].flags.contains(Flag::Seen));
  EXPECT_TRUE(list[1].flags.contains(Flag::Replied));
  ASSERT_EQ(list.anomalies().size(), 2U);
  EXPECT_EQ(list.anomalies()[0].kind, AnomalyKind::DuplicateSameContent);
}

TEST(FolderReader, KeepsDifferentFilesOfOneUniqueNameApart) {
  const TemporaryMaildir tree(
      "maildir .\nfile cur/1.h:2, text=aaaa\nfile cur/1.h:2,S text=bbbb\nfile cur/1.h:2,F "
      "text=cc\n");
  const MessageList list = read(tree);
  ASSERT_EQ(list.size(), 3U);
  std::set<Bytes> identities;
  for (std::size_t i = 0; i < list.size(); ++i) {
    EXPECT_TRUE(list[i].shares_name);
    identities.insert(list[i].identity());
  }
  EXPECT_EQ(identities.size(), 3U);
  EXPECT_EQ(list.anomalies().size(), 3U);
  EXPECT_EQ(list.anomalies()[0].kind, AnomalyKind::DuplicateOtherContent);
}

TEST(FolderReader, TakesHardLinksWithOtherNamesForMessagesOfTheirOwn) {
  const TemporaryMaildir tree(
      "maildir .\nfile cur/1.h:2,S text=x\nhardlink cur/2.h:2, cur/1.h:2,S\n");
  EXPECT_EQ(read(tree).size(), 2U);
}

TEST(FolderReader, OrdersByDeliveryTimeThenName) {
  const TemporaryMaildir tree(
      "maildir .\nfile cur/1400000001.M5.h:2, text=x\nfile cur/1400000001.M40.h:2, text=x\n"
      "file cur/999999999.M9.h:2, text=x\nfile cur/zz:2, text=x\nfile cur/aa text=x\n"
      "file new/1400000001.M6.h text=x\n");
  EXPECT_THAT(file_names(read(tree)),
              ElementsAre("aa", "zz:2,", "999999999.M9.h:2,", "1400000001.M5.h:2,",
                          "1400000001.M6.h", "1400000001.M40.h:2,"));
}

TEST(FolderReader, OrdersByTheUidListOfDovecotAndPutsTheRestBehind) {
  const TemporaryMaildir tree(
      "maildir .\nfile cur/1.h,S=1:2, text=x\nfile cur/2.h:2, text=x\nfile cur/3.h text=x\n"
      "file new/0.h text=x\n"
      "file dovecot-uidlist "
      "text=3\\x20V1\\x20N9\\x20Gx\\n2\\x20:3.h\\n5\\x20S1\\x20:2.h\\nbroken\\n7\\x20:1.h\\n\n");
  const MessageList list = read(tree);
  EXPECT_THAT(file_names(list), ElementsAre("3.h", "2.h:2,", "1.h,S=1:2,", "0.h"));
  EXPECT_EQ(list[2].uid, 7U);
  EXPECT_EQ(list[3].uid, 0U);
}

TEST(FolderReader, BelievesTheNewerOfTwoUidLists) {
  const TemporaryMaildir tree(
      "maildir .\nfile cur/1.h text=x\nfile cur/2.h text=x\n"
      "file dovecot-uidlist mtime=100 text=3\\x20V1\\n1\\x20:1.h\\n2\\x20:2.h\\n\n"
      "file courierimapuiddb mtime=200 text=1\\x20V1\\x209\\n1\\x202.h\\n2\\x201.h\\n\n");
  EXPECT_THAT(file_names(read(tree)), ElementsAre("2.h", "1.h"));
}

TEST(FolderReader, NamesKeywordsOfDovecotAndReportsLettersWithoutAName) {
  const TemporaryMaildir tree(
      "maildir .\nfile cur/1.h:2,Sab text=x\nfile cur/2.h:2,q text=x\n"
      "file dovecot-keywords text=0\\x20$Label1\\n1\\x20Junk\\n\n");
  const MessageList list = read(tree);
  EXPECT_THAT(list.keywords_of(0).names, ElementsAre("$Label1", "Junk"));
  EXPECT_EQ(list.keywords_of(0).source, KeywordSource::Dovecot);
  EXPECT_EQ(list.keywords_of(1).source, KeywordSource::None);
  EXPECT_THAT(to_strings(list.anomalies()), ElementsAre("unmapped-keywords  1"));
}

TEST(FolderReader, NamesKeywordsOfDovecot099) {
  const TemporaryMaildir tree(
      "maildir .\nfile cur/1.h:2,Sa text=x\nfile .customflags text=0\\x20Work\\n\n"
      "file .imap.index text=x\n");
  EXPECT_THAT(read(tree).keywords_of(0).names, ElementsAre("Work"));
}

constexpr const char* kCourierKeywords =
    "maildir .\nfile cur/1.h,S=1:2,S text=x\nfile cur/2.h:2,a text=x\n"
    "file courierimapkeywords/:list text=work\\nhome\\n\\n1.h,S=1:0\\n2.h:1\\ngone:1\\n\n"
    "file courierimapkeywords/.77.2.h text=late\\n\n";

TEST(FolderReader, NamesKeywordsOfCourier) {
  const TemporaryMaildir tree(kCourierKeywords);
  const MessageList list = read(tree);
  EXPECT_THAT(list.keywords_of(0).names, ElementsAre("work"));
  EXPECT_THAT(list.keywords_of(1).names, ElementsAre("late"));
  EXPECT_EQ(list.keywords_of(1).source, KeywordSource::Courier);
}

TEST(FolderReader, LeavesKeywordsOfCourierBesideThoseOfDovecotUnlessAsked) {
  TemporaryMaildir tree(kCourierKeywords);
  tree.add("file dovecot-keywords text=0\\x20Junk\\n\n");
  const MessageList list = read(tree);
  EXPECT_EQ(list.keywords_of(0).source, KeywordSource::None);
  EXPECT_THAT(list.keywords_of(1).names, ElementsAre("Junk"));
  EXPECT_THAT(to_strings(list.anomalies()), ElementsAre("courier-keywords-unused  2"));
  const MessageList both = read(tree, {.courier_keywords_beside_dovecot = true});
  EXPECT_THAT(both.keywords_of(0).names, ElementsAre("work"));
  EXPECT_THAT(both.keywords_of(1).names, ElementsAre("Junk"));
}

TEST(FolderReader, ReportsMetadataThatItMayNotOpen) {
  const TemporaryMaildir tree(
      "maildir .\nsymlink dovecot-keywords /etc/passwd\nfifo dovecot-uidlist\n"
      "symlink courierimapkeywords /etc\n");
  EXPECT_THAT(to_strings(read(tree).anomalies()),
              ElementsAre("unreadable-metadata courierimapkeywords symlink",
                          "unreadable-metadata dovecot-keywords symlink",
                          "unreadable-metadata dovecot-uidlist fifo"));
}

TEST(FolderReader, ManyFilesOfOneUniqueNameAllCount) {
  // More than are compared with each other; each holds other bytes.
  const TemporaryMaildir tree("maildir .\nmessage cur/1.h:2,%n repeat=150\n");
  EXPECT_EQ(read(tree).size(), 150U);
}

TEST(FolderReader, NamesOfOneFileAreOneMessageHoweverManyOthersShareTheName) {
  std::string manifest = "maildir .\nmessage cur/1.h:2,%n repeat=150\n";
  for (int i = 10; i <= 30; ++i) {
    const std::string number = std::to_string(i);
    manifest += "hardlink cur/1.h:2,F" + number + " cur/1.h:2,000" + number + "\n";
  }
  const TemporaryMaildir tree(manifest);
  const MessageList list = read(tree);
  EXPECT_EQ(list.size(), 150U);
  std::set<Bytes> identities;
  for (std::size_t i = 0; i < list.size(); ++i) {
    identities.insert(list[i].identity());
  }
  EXPECT_EQ(identities.size(), list.size());
}

TEST(FolderReader, IsIncompleteIfAMessageWasOnlyMetUnderANameThatIsGone) {
  // A second file comes to the same name and goes away again.
  TemporaryMaildir tree("maildir .\nfile cur/1.h:2, text=x\nfile new/1.h text=y\n");
  const MessageList list = read(tree, after_pass(3, [&] { tree.remove("new/1.h"); }));
  EXPECT_EQ(list.size(), 1U);
  EXPECT_FALSE(list.is_complete());
}

TEST(FolderReader, IsIncompleteWithoutOneOfItsDirectories) {
  const TemporaryMaildir tree("dir new\nfile new/1.h text=x\nsymlink cur new\n");
  const MessageList list = read(tree);
  EXPECT_FALSE(list.is_complete());
  EXPECT_THAT(file_names(list), ElementsAre("1.h"));
  EXPECT_THAT(to_strings(list.anomalies()), ElementsAre("unreadable-folder cur symlink"));
}

}  // namespace
}  // namespace mailhaul::maildir
