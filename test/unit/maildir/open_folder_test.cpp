#include "unit/maildir/open_tree.hpp"

#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/maildir/open_folder.hpp>

namespace mailhaul::maildir {
namespace {

using test::TemporaryMaildir;

/// The message, or a failure of the test and an empty pointer.
MessageFile* file_of(OpenOutcome& outcome) {
  auto* const file = std::get_if<MessageFile>(&outcome);
  EXPECT_NE(file, nullptr) << "outcome " << outcome.index();
  return file;
}

Refusal refusal_of(const OpenOutcome& outcome) {
  const auto* const refused = std::get_if<Refused>(&outcome);
  EXPECT_NE(refused, nullptr) << "outcome " << outcome.index();
  return refused == nullptr ? Refusal::InputOutput : refused->reason;
}

TEST(OpenFolder, ReadsAMessageInPiecesAndAgain) {
  const TemporaryMaildir tree(
      "maildir .\nfile cur/1.h,S=99:2,RSc mtime=1400000000.999999999 "
      "text=Subject:\\x20x\\n\\nbody\n");
  OpenFolder folder = open_inbox(tree);
  const MessageList list = folder.read_messages();
  OpenOutcome outcome = folder.open_message(list[0]);
  MessageFile* const file = file_of(outcome);
  ASSERT_NE(file, nullptr);
  EXPECT_EQ(file->size(), 16U);
  EXPECT_EQ(file->mtime(), 1400000000);
  EXPECT_EQ(to_letters(file->flags()), "RS");
  EXPECT_EQ(file->keyword_letters(), 4U);
  EXPECT_EQ(content_of(*file), "Subject: x\n\nbody");
  EXPECT_EQ(content_of(*file), "");
  file->rewind();
  EXPECT_EQ(content_of(*file), "Subject: x\n\nbody");
}

TEST(OpenFolder, FindsAMessageAfterItsFlagsChanged) {
  TemporaryMaildir tree("maildir .\nfile cur/1.h,S=1:2, text=x\nfile cur/2.h text=y\n");
  OpenFolder folder = open_inbox(tree);
  const MessageList list = folder.read_messages();
  tree.rename("cur/1.h,S=1:2,", "cur/1.h,S=1,W=2:2,FS");
  OpenOutcome outcome = folder.open_message(list[0]);
  MessageFile* const file = file_of(outcome);
  ASSERT_NE(file, nullptr);
  EXPECT_EQ(to_letters(file->flags()), "FS");
  EXPECT_EQ(content_of(*file), "x");
  // And once more, when the names known from the first search are old as well.
  tree.rename("cur/1.h,S=1,W=2:2,FS", "cur/1.h:2,R");
  OpenOutcome again = folder.open_message(list[0]);
  ASSERT_NE(file_of(again), nullptr);
  EXPECT_EQ(to_letters(file_of(again)->flags()), "R");
}

TEST(OpenFolder, FindsADeliveryThatMovedToCur) {
  TemporaryMaildir tree("maildir .\nfile new/1.h text=x\n");
  OpenFolder folder = open_inbox(tree);
  const MessageList list = folder.read_messages();
  tree.rename("new/1.h", "cur/1.h:2,S");
  OpenOutcome outcome = folder.open_message(list[0]);
  ASSERT_NE(file_of(outcome), nullptr);
  EXPECT_EQ(file_of(outcome)->subdirectory(), Subdirectory::Cur);
  const LookOutcome seen = folder.look_at(list[0]);
  ASSERT_TRUE(std::holds_alternative<FileFacts>(seen));
  EXPECT_EQ(std::get<FileFacts>(seen).size, 1U);
}

TEST(OpenFolder, SaysThatAMessageVanished) {
  TemporaryMaildir tree("maildir .\nfile cur/1.h text=x\nfile cur/2.h text=y\n");
  OpenFolder folder = open_inbox(tree);
  const MessageList list = folder.read_messages();
  tree.remove("cur/1.h");
  EXPECT_TRUE(std::holds_alternative<Vanished>(folder.open_message(list[0])));
  EXPECT_TRUE(std::holds_alternative<Vanished>(folder.look_at(list[0])));
}

TEST(OpenFolder, DoesNotTakeAnotherMessageOfTheSameNameForTheOneThatVanished) {
  TemporaryMaildir tree(
      "maildir .\nfile cur/1.h:2, text=aaaa mtime=1\nfile cur/1.h:2,S text=bbbb mtime=2\n");
  OpenFolder folder = open_inbox(tree);
  const MessageList list = folder.read_messages();
  ASSERT_EQ(list.size(), 2U);
  const std::size_t first = list[0].flags.empty() ? 0 : 1;
  tree.remove("cur/1.h:2,");
  tree.rename("cur/1.h:2,S", "cur/1.h:2,FS");
  EXPECT_TRUE(std::holds_alternative<Vanished>(folder.open_message(list[first])));
  OpenOutcome outcome = folder.open_message(list[1 - first]);
  ASSERT_NE(file_of(outcome), nullptr);
  EXPECT_EQ(content_of(*file_of(outcome)), "bbbb");
}

TEST(OpenFolder, RefusesWhatBecameAnotherKindOfFile) {
  TemporaryMaildir tree(
      "maildir .\nfile cur/1.h text=x\nfile cur/2.h text=x\nfile cur/3.h\nfile cur/4.h text=x\n"
      "file cur/5.h text=x\n");
  OpenFolder folder = open_inbox(tree);
  const MessageList list = folder.read_messages();
  for (const char* const name : {"cur/1.h", "cur/2.h", "cur/4.h", "cur/5.h"}) {
    tree.remove(name);
  }
  tree.add("symlink cur/1.h /etc/shadow\nfifo cur/2.h\nsocket cur/4.h\ndir cur/5.h\n");
  EXPECT_EQ(refusal_of(folder.open_message(list[0])), Refusal::Symlink);
  EXPECT_EQ(refusal_of(folder.open_message(list[1])), Refusal::Fifo);
  EXPECT_EQ(refusal_of(folder.open_message(list[2])), Refusal::Empty);
  EXPECT_EQ(refusal_of(folder.open_message(list[3])), Refusal::Socket);
  EXPECT_EQ(refusal_of(folder.open_message(list[4])), Refusal::Directory);
}

TEST(OpenFolder, StaysInItsDirectoriesWhenTheFolderIsReplacedByALink) {
  TemporaryMaildir tree("maildir .\nfile cur/1.h text=mine\nfile other/1.h text=theirs\n");
  OpenFolder folder = open_inbox(tree, {.layout = Layout::MaildirPlusPlus});
  const MessageList list = folder.read_messages();
  tree.rename("cur", "old");
  tree.add("symlink cur other\n");
  OpenOutcome outcome = folder.open_message(list[0]);
  ASSERT_NE(file_of(outcome), nullptr);
  EXPECT_EQ(content_of(*file_of(outcome)), "mine");
}

TEST(OpenFolder, WritesNothingIntoTheTree) {
  const TemporaryMaildir tree(
      "maildir .\nfile new/1.h text=x mtime=5\nfile cur/2.h:2, text=y\nfile cur/2.h:2,S text=y\n"
      "file cur/3.h text=z\nfile dovecot-uidlist text=3\\x20V1\\n\nfile tmp/9.h text=t mtime=1\n"
      "dir . mtime=10\n");
  const std::string before = test::describe_tree(tree.path());
  OpenFolder folder = open_inbox(tree);
  const MessageList list = folder.read_messages();
  for (std::size_t i = 0; i < list.size(); ++i) {
    OpenOutcome outcome = folder.open_message(list[i]);
    ASSERT_NE(file_of(outcome), nullptr);
    EXPECT_EQ(content_of(*file_of(outcome)).size(), 1U);
  }
  EXPECT_EQ(test::describe_tree(tree.path()), before);
}

/// The tree of an attacker, read as root would read it and as its owner would.
class HostileFolder : public testing::Test {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) {
      GTEST_SKIP() << "only root can make devices and files of other users";
    }
  }

  static constexpr const char* kTree =
      "maildir . owner=1001:1001 mode=0755\n"
      "dir cur owner=1001:1001 mode=0755\n"
      "file cur/1.own text=x owner=1001:1001\n"
      "file cur/2.foreign text=secret mode=0600\n"
      "symlink cur/3.shadow /etc/shadow owner=1001:1001\n"
      "fifo cur/4.fifo\n"
      "socket cur/5.sock\n"
      "device cur/6.zero 1:5\n"
      "file victim text=secret mode=0600 owner=1002:1002\n"
      "hardlink cur/7.linked victim\n";
};

TEST_F(HostileFolder, GivesNothingButTheOwnersFilesToTheOwner) {
  const TemporaryMaildir tree(kTree);
  OpenFolder folder = open_inbox(tree);
  ASSERT_EQ(::seteuid(1001), 0);
  const MessageList list = folder.read_messages();
  std::vector<OpenOutcome> outcomes;
  for (std::size_t i = 0; i < list.size(); ++i) {
    outcomes.push_back(folder.open_message(list[i]));
  }
  ASSERT_EQ(::seteuid(0), 0);
  EXPECT_THAT(file_names(list), testing::ElementsAre("1.own", "2.foreign", "7.linked"));
  EXPECT_NE(file_of(outcomes.at(0)), nullptr);
  EXPECT_EQ(refusal_of(outcomes.at(1)), Refusal::Permission);
  EXPECT_EQ(refusal_of(outcomes.at(2)), Refusal::Permission);
  EXPECT_THAT(
      to_strings(list.anomalies()),
      testing::ElementsAre("special-file cur/3.shadow symlink", "special-file cur/4.fifo fifo",
                           "special-file cur/5.sock socket", "special-file cur/6.zero device"));
}

TEST_F(HostileFolder, GivesRootForeignFilesOnlyIfTheyHaveNoOtherName) {
  const TemporaryMaildir tree(kTree);
  auto scanner = Scanner::open(open_tree(tree, {.read_as = ReadAs::Root}), {});
  ASSERT_TRUE(scanner);
  auto folder = scanner->open_folder(scanner->inventory().folders.at(0));
  ASSERT_TRUE(folder);
  const MessageList list = folder->read_messages();
  ASSERT_EQ(list.size(), 3U);
  OpenOutcome foreign = folder->open_message(list[1]);
  ASSERT_NE(file_of(foreign), nullptr);
  EXPECT_EQ(file_of(foreign)->facts().owner, 0U);
  EXPECT_EQ(refusal_of(folder->open_message(list[2])), Refusal::ForeignHardLink);
}

}  // namespace
}  // namespace mailhaul::maildir
