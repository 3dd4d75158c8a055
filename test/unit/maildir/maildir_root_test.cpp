#include "unit/maildir/open_tree.hpp"

#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/maildir/maildir_root.hpp>

namespace mailhaul::maildir {
namespace {

using test::TemporaryMaildir;
using testing::HasSubstr;

std::string error_of(const std::string& path) {
  const auto opened = open_maildir(path);
  EXPECT_FALSE(opened);
  if (opened) {
    return "was opened";
  }
  EXPECT_EQ(opened.error().kind, ErrorKind::SourceUnusable);
  return opened.error().message();
}

TEST(MaildirRoot, SaysWhatIsWrongWithThePath) {
  const TemporaryMaildir tree("file mbox text=x\n");
  EXPECT_EQ(error_of(tree.path("gone")), tree.path("gone") + ": No such file or directory");
  EXPECT_THAT(error_of(tree.path("mbox")), HasSubstr("is not a directory"));
  EXPECT_THAT(error_of(tree.path("mbox/cur")), HasSubstr("Not a directory"));
  EXPECT_THAT(error_of(""), HasSubstr("empty"));
}

TEST(MaildirRoot, NormalisesPathsAsTheShellDoes) {
  const TemporaryMaildir tree("file a/f\ndir b\n");
  for (const char* const path : {"a", "a/", "./a", "b/../a", "a//."}) {
    const auto opened = open_maildir(tree.path(path));
    ASSERT_TRUE(opened) << path;
    EXPECT_TRUE(opened->facts("f").has_value()) << path;
  }
}

TEST(MaildirRoot, FollowsLinksToThingsOfTheSameOwner) {
  const TemporaryMaildir tree(
      "file real/f\nsymlink once real\nsymlink twice once\nsymlink sub/up ../real\n");
  for (const char* const path : {"once", "twice", "sub/up"}) {
    const auto opened = open_maildir(tree.path(path));
    ASSERT_TRUE(opened) << path;
    EXPECT_TRUE(opened->facts("f").has_value()) << path;
  }
}

TEST(MaildirRoot, EndsInLoopsAndDanglingLinks) {
  const TemporaryMaildir tree(
      "symlink loop loop\nsymlink a b\nsymlink b a\nsymlink dangling gone\n");
  for (const char* const name : {"loop", "a"}) {
    EXPECT_THAT(error_of(tree.path(name)), HasSubstr("Too many levels of symbolic links"));
  }
  EXPECT_THAT(error_of(tree.path("dangling")), HasSubstr("No such file"));
}

class ForeignLinks : public testing::Test {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) {
      GTEST_SKIP() << "only root can make links of other users";
    }
  }
};

TEST_F(ForeignLinks, ToThingsOfAnotherOwnerAreNotFollowed) {
  const TemporaryMaildir tree(
      "dir victim owner=1002:1002\n"
      "dir victim/Maildir owner=1002:1002\n"
      "symlink mine victim owner=1001:1001\n"
      "symlink via-root victim\n"
      "symlink chain via-root owner=1001:1001\n"
      "symlink etc /etc owner=1001:1001\n");
  EXPECT_THAT(error_of(tree.path("mine")), HasSubstr("\"mine\""));
  EXPECT_THAT(error_of(tree.path("mine/Maildir")), HasSubstr("another owner"));
  EXPECT_THAT(error_of(tree.path("chain")), HasSubstr("another owner"));
  EXPECT_THAT(error_of(tree.path("etc")), HasSubstr("another owner"));
  const auto via_root = open_maildir(tree.path("via-root"));
  ASSERT_TRUE(via_root);
  EXPECT_EQ(via_root->rules().owner, 1002U);
}

}  // namespace
}  // namespace mailhaul::maildir
