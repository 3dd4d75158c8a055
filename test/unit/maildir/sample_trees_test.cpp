#include "unit/maildir/open_tree.hpp"

#include <map>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::maildir {
namespace {

using test::TemporaryMaildir;
using testing::ElementsAre;
using testing::Pair;

void build(const TemporaryMaildir& tree, const std::string& name) {
  const auto built = test::build_maildir_from_file(
      tree.path(), std::string(MAILHAUL_SOURCE_DIR) + "/testdata/maildir/" + name);
  ASSERT_TRUE(built) << built.error().message();
}

TEST(SampleTrees, OrdinaryOneIsReadToTheLastMessage) {
  const TemporaryMaildir tree;
  build(tree, "sample.manifest");
  const std::string before = test::describe_tree(tree.path());
  const Scanner scanner = scan(tree, {.now = 1500000000});
  std::map<std::string, std::size_t> counts;
  for (const Folder& folder : scanner.inventory().folders) {
    auto opened = scanner.open_folder(folder);
    ASSERT_TRUE(opened) << opened.error().message();
    counts[folder.directory] = opened->read_messages().size();
  }
  EXPECT_THAT(counts, ElementsAre(Pair("", 152), Pair(".Archiv.a&AC8-b", 20), Pair(".Courier", 2),
                                  Pair(".Entw&APw-rfe", 5), Pair(".INBOX.Sent", 10),
                                  Pair(".Leer", 0), Pair(".Projekte.K&APY-ln", 23),
                                  Pair(".Rechnungen ", 10), Pair(".Sent", 60), Pair(".Trash", 15)));
  EXPECT_THAT(to_strings(scanner.inventory().anomalies), ElementsAre("stale-tmp-files tmp 2"));
  EXPECT_THAT(scanner.inventory().unknown_subscriptions, ElementsAre("Gone"));
  EXPECT_EQ(test::describe_tree(tree.path()), before);
}

TEST(SampleTrees, HostileOneGivesRootOneMessageOfItsOwnerAndOneStray) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "only root can make devices and files of other users";
  }
  const TemporaryMaildir tree;
  build(tree, "hostile.manifest");
  const auto scanner = Scanner::open(open_tree(tree, {.read_as = ReadAs::Root}), {});
  ASSERT_TRUE(scanner);
  EXPECT_THAT(to_strings(scanner->inventory().anomalies),
              ElementsAre("symlinked-folder .Etc", "symlinked-folder .Loop",
                          "unreadable-metadata subscriptions fifo"));
  auto folder = scanner->open_folder(scanner->inventory().folders.at(0));
  ASSERT_TRUE(folder);
  const MessageList list = folder->read_messages();
  EXPECT_THAT(file_names(list), ElementsAre("1.own:2,S", "2.foreign:2,S", "10.linked:2,S"));
  EXPECT_EQ(list.anomalies().size(), 8U);
  EXPECT_TRUE(std::holds_alternative<MessageFile>(folder->open_message(list[0])));
  EXPECT_TRUE(std::holds_alternative<MessageFile>(folder->open_message(list[1])));
  EXPECT_TRUE(std::holds_alternative<Refused>(folder->open_message(list[2])));
}

TEST(MaildirBuilder, SaysWhichLineItCannotBuild) {
  const TemporaryMaildir tree;
  const auto built = test::build_maildir(tree.path(), "# a comment\n\nmaildir .\nfrob x\n");
  ASSERT_FALSE(built);
  EXPECT_THAT(built.error().message(), testing::HasSubstr("line 4"));
  EXPECT_THAT(built.error().message(), testing::HasSubstr("frob"));
}

TEST(MaildirBuilder, DescribesEveryChangeOfATree) {
  TemporaryMaildir tree("maildir .\nfile cur/1.h text=x mtime=5\n");
  const std::string before = test::describe_tree(tree.path());
  tree.add("file cur/1.h text=y mtime=5\n");
  const std::string other_content = test::describe_tree(tree.path());
  EXPECT_NE(other_content, before);
  tree.rename("cur/1.h", "cur/1.h:2,S");
  EXPECT_NE(test::describe_tree(tree.path()), other_content);
}

TEST(MaildirBuilder, GeneratesMessagesOfTheExactSize) {
  const TemporaryMaildir tree("message cur/1.h size=1000\nmessage cur/2.h size=12345 eol=crlf\n");
  const Directory root = open_tree(tree);
  EXPECT_EQ(root.facts("cur/1.h")->size, 1000U);
  EXPECT_EQ(root.facts("cur/2.h")->size, 12345U);
}

}  // namespace
}  // namespace mailhaul::maildir
