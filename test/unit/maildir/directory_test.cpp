#include "unit/maildir/open_tree.hpp"

#include <fcntl.h>
#include <map>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/maildir/directory.hpp>

namespace mailhaul::maildir {
namespace {

using test::TemporaryMaildir;
using testing::UnorderedElementsAre;

class DirectoryLookup : public testing::TestWithParam<PathLookup> {
 protected:
  [[nodiscard]] Directory open(const TemporaryMaildir& tree) const {
    return open_tree(tree, {.lookup = GetParam()});
  }
};

INSTANTIATE_TEST_SUITE_P(BothWays, DirectoryLookup,
                         testing::Values(PathLookup::Automatic, PathLookup::EveryComponent));

template <typename T>
Refusal refusal(const std::variant<T, Refused>& outcome) {
  const auto* const refused = std::get_if<Refused>(&outcome);
  EXPECT_NE(refused, nullptr) << "was opened";
  return refused == nullptr ? Refusal::InputOutput : refused->reason;
}

TEST_P(DirectoryLookup, OpensFilesAndDirectoriesBeneath) {
  const TemporaryMaildir tree("file a/b/c text=hello mtime=-1.5\n");
  const Directory root = open(tree);
  const auto b = root.open_directory("a/b");
  ASSERT_TRUE(std::holds_alternative<Directory>(b));
  const auto opened = std::get<Directory>(b).open_file("c");
  ASSERT_TRUE(std::holds_alternative<OpenFile>(opened));
  EXPECT_EQ(std::get<OpenFile>(opened).facts.size, 5U);
  EXPECT_EQ(std::get<OpenFile>(opened).facts.type, FileType::Regular);
}

TEST_P(DirectoryLookup, DoesNotLeaveTheTree) {
  const TemporaryMaildir tree("dir inside\n");
  const Directory root = open(tree);
  for (const char* const path : {"..", "../Maildir", "inside/../..", "/etc"}) {
    EXPECT_FALSE(std::holds_alternative<Directory>(root.open_directory(path))) << path;
  }
}

TEST_P(DirectoryLookup, FollowsNoLinkAnywhereOnTheWay) {
  const TemporaryMaildir tree(
      "file real/deep/f text=x\n"
      "symlink link real\n"
      "symlink real/up ../real\n"
      "symlink etc /etc\n"
      "symlink loop loop\n"
      "symlink file real/deep/f\n");
  const Directory root = open(tree);
  for (const char* const path : {"link", "link/deep", "real/up/deep", "real/up", "etc", "loop"}) {
    EXPECT_EQ(refusal(root.open_directory(path)), Refusal::Symlink) << path;
  }
  EXPECT_EQ(refusal(root.open_file("file")), Refusal::Symlink);
}

TEST_P(DirectoryLookup, OpensNoSpecialFileAndDoesNotWait) {
  const TemporaryMaildir tree("fifo pipe\nsocket sock\ndir sub\nfile f text=x\n");
  const Directory root = open(tree);
  EXPECT_EQ(refusal(root.open_file("pipe")), Refusal::Fifo);
  EXPECT_EQ(refusal(root.open_file("sock")), Refusal::Socket);
  EXPECT_EQ(refusal(root.open_file("sub")), Refusal::Directory);
  EXPECT_EQ(refusal(root.open_file("gone")), Refusal::NotFound);
  EXPECT_EQ(refusal(root.open_directory("f")), Refusal::NotADirectory);
  EXPECT_EQ(refusal(root.open_directory("pipe")), Refusal::NotADirectory);
  EXPECT_EQ(refusal(root.open_directory("gone")), Refusal::NotFound);
}

TEST_P(DirectoryLookup, OpensNoDevice) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "only root can make a device";
  }
  const TemporaryMaildir tree("device zero 1:5\n");
  EXPECT_EQ(refusal(open(tree).open_file("zero")), Refusal::Device);
}

TEST_P(DirectoryLookup, HandlesNamesOf255Octets) {
  const std::string name(255, 'n');
  const TemporaryMaildir tree("file " + name + " text=x\n");
  EXPECT_TRUE(std::holds_alternative<OpenFile>(open(tree).open_file(name)));
}

TEST_P(DirectoryLookup, LeavesAtimesAlone) {
  const TemporaryMaildir tree("file f text=hello\n");
  const timespec old[2] = {{.tv_sec = 1000, .tv_nsec = 0}, {.tv_sec = 2000, .tv_nsec = 0}};
  ASSERT_EQ(::utimensat(AT_FDCWD, tree.path("f").c_str(), old, 0), 0);
  const auto opened = open(tree).open_file("f");
  ASSERT_TRUE(std::holds_alternative<OpenFile>(opened));
  char octet = 0;
  ASSERT_EQ(::read(std::get<OpenFile>(opened).fd.get(), &octet, 1), 1);
  struct stat status{};
  ASSERT_EQ(::stat(tree.path("f").c_str(), &status), 0);
  EXPECT_EQ(status.st_atim.tv_sec, 1000);
}

TEST(Directory, ListsNamesWithTypesAndInodes) {
  const TemporaryMaildir tree("file .hidden\nfile f\ndir d\nsymlink l x\nfifo p\nsocket s\n");
  const Directory root = open_tree(tree);
  std::map<std::string, FileType> types;
  EXPECT_EQ(root.for_each([&](const DirectoryEntry& entry) {
    EXPECT_EQ(entry.inode, root.facts(entry.name)->inode);
    types.emplace(entry.name, entry.type);
    return true;
  }),
            0);
  EXPECT_THAT(types, UnorderedElementsAre(
                         std::pair(".hidden", FileType::Regular), std::pair("f", FileType::Regular),
                         std::pair("d", FileType::Directory), std::pair("l", FileType::Symlink),
                         std::pair("p", FileType::Fifo), std::pair("s", FileType::Socket)));
}

TEST(Directory, CanBeListedTwiceAndStopped) {
  const TemporaryMaildir tree("file a\nfile b\nfile c\n");
  const Directory root = open_tree(tree);
  int seen = 0;
  EXPECT_EQ(root.for_each([&](const DirectoryEntry&) { return ++seen < 2; }), 0);
  EXPECT_EQ(seen, 2);
  seen = 0;
  EXPECT_EQ(root.for_each([&](const DirectoryEntry&) { return ++seen > 0; }), 0);
  EXPECT_EQ(seen, 3);
}

TEST(Directory, RoundsTimesBefore1970Down) {
  const TemporaryMaildir tree("file f mtime=-2.500000000\nfile g mtime=5.999999999\n");
  const Directory root = open_tree(tree);
  EXPECT_EQ(root.facts("f")->mtime, -2);
  EXPECT_EQ(root.facts("g")->mtime, 5);
}

class ForeignFiles : public testing::Test {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) {
      GTEST_SKIP() << "only root can give files away";
    }
  }

  static constexpr const char* kTree =
      "dir . owner=1001:1001 mode=0755\n"
      "file own text=x owner=1001:1001\n"
      "file foreign text=x owner=1002:1002 mode=0600\n"
      "file twice text=x owner=1002:1002 mode=0600\n"
      "hardlink again twice\n"
      "file own-twice text=x owner=1001:1001\n"
      "hardlink own-again own-twice\n";
};

TEST_F(ForeignFiles, WithASecondNameAreRefusedToRoot) {
  const TemporaryMaildir tree(kTree);
  const Directory root = open_tree(tree, {.read_as = ReadAs::Root});
  EXPECT_EQ(root.rules().owner, 1001U);
  EXPECT_EQ(refusal(root.open_file("twice")), Refusal::ForeignHardLink);
  EXPECT_EQ(refusal(root.open_file("again")), Refusal::ForeignHardLink);
  for (const char* const name : {"own", "foreign", "own-twice", "own-again"}) {
    EXPECT_TRUE(std::holds_alternative<OpenFile>(root.open_file(name))) << name;
  }
}

TEST_F(ForeignFiles, AreRefusedByTheKernelToTheOwner) {
  const TemporaryMaildir tree(kTree);
  const Directory root = open_tree(tree);
  ASSERT_EQ(::seteuid(1001), 0);
  const auto own = root.open_file("own");
  const auto foreign = root.open_file("foreign");
  ASSERT_EQ(::seteuid(0), 0);
  EXPECT_TRUE(std::holds_alternative<OpenFile>(own));
  EXPECT_EQ(refusal(foreign), Refusal::Permission);
}

TEST_F(ForeignFiles, ThatMayBeReadAreOpenedWithAtimeKeptOnlyWherePossible) {
  const TemporaryMaildir tree(
      "dir . owner=1001:1001 mode=0755\nfile foreign text=x owner=1002:1002 mode=0644\n");
  const Directory root = open_tree(tree);
  ASSERT_EQ(::seteuid(1001), 0);
  const auto foreign = root.open_file("foreign");
  ASSERT_EQ(::seteuid(0), 0);
  EXPECT_TRUE(std::holds_alternative<OpenFile>(foreign));
}

}  // namespace
}  // namespace mailhaul::maildir
