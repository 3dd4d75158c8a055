#include "cli/process/state_directory.hpp"

#include "unit/cli/scratch.hpp"

#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// The directories that this program synced, in order.
std::vector<std::string>& synced() {
  static std::vector<std::string> all;
  return all;
}

constexpr Owner kOwner{.user = 12345, .group = 23456};

struct stat status_of(const std::string& path) {
  struct stat status = {};
  ::lstat(path.c_str(), &status);
  return status;
}

TEST(JournalName, EscapesEveryPart) {
  EXPECT_EQ(journal_name("Mail.Example", "DOM\\ada/boss", "/home/ada/Maildir"),
            "mail.example/DOM%5Cada%2Fboss/home%2Fada%2FMaildir.db");
}

TEST(JournalName, CannotLeaveItsDirectory) {
  EXPECT_EQ(journal_name("..", ".", "/../x"), "%2E%2E/%2E/..%2Fx.db");
}

TEST(JournalName, KeepsLongPathsApartWithinTheLengthOfAName) {
  const std::string deep(400, 'a');
  const std::string one = journal_name("h", "u", "/" + deep + "1");
  const std::string two = journal_name("h", "u", "/" + deep + "2");
  EXPECT_NE(one, two);
  EXPECT_LE(one.size(), 4 + 255 - std::string("-journal").size());
}

class OwnerState : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!is_root()) {
      GTEST_SKIP() << "to be run as root";
    }
  }

  Scratch scratch_;
  std::string root_ = scratch_.path() + "/mailhaul";
};

TEST_F(OwnerState, BelongsToTheOwnerAlone) {
  const auto made = make_owner_state(root_, kOwner);
  ASSERT_TRUE(made.has_value()) << made.error().message();
  EXPECT_EQ(*made, root_ + "/12345");
  EXPECT_EQ(status_of(*made).st_uid, 12345U);
  EXPECT_EQ(status_of(*made).st_gid, 23456U);
  EXPECT_EQ(status_of(*made).st_mode & 07777U, 0700U);
  EXPECT_EQ(status_of(root_).st_uid, 0U);
  EXPECT_EQ(status_of(root_).st_mode & 0022U, 0U);
}

TEST_F(OwnerState, OutlivesAPowerLoss) {
  synced().clear();
  ASSERT_TRUE(make_owner_state(root_, kOwner).has_value());
  EXPECT_THAT(synced(), ElementsAre(scratch_.path(), root_));
}

TEST(Parents, OutliveAPowerLoss) {
  const Scratch scratch;
  synced().clear();
  ASSERT_TRUE(make_parents(scratch.path() + "/host/user/tree.db").has_value());
  EXPECT_THAT(synced(), ElementsAre(scratch.path(), scratch.path() + "/host"));
}

TEST_F(OwnerState, IsFoundAgain) {
  ASSERT_TRUE(make_owner_state(root_, kOwner).has_value());
  EXPECT_TRUE(make_owner_state(root_, kOwner).has_value());
}

TEST_F(OwnerState, RefusesALink) {
  ASSERT_EQ(::mkdir(root_.c_str(), 0755), 0);
  ASSERT_EQ(::symlink("/etc", (root_ + "/12345").c_str()), 0);
  const auto made = make_owner_state(root_, kOwner);
  ASSERT_FALSE(made.has_value());
  EXPECT_EQ(made.error().kind, ErrorKind::Journal);
  EXPECT_EQ(status_of("/etc").st_uid, 0U);
}

TEST_F(OwnerState, RefusesADirectoryOfSomeoneElse) {
  ASSERT_EQ(::mkdir(root_.c_str(), 0755), 0);
  ASSERT_EQ(::mkdir((root_ + "/12345").c_str(), 0700), 0);
  ASSERT_EQ(::chown((root_ + "/12345").c_str(), 777, 777), 0);
  EXPECT_THAT(make_owner_state(root_, kOwner).error().message(), HasSubstr("someone else"));
}

TEST_F(OwnerState, RefusesABaseThatOthersCanWrite) {
  ASSERT_EQ(::mkdir(root_.c_str(), 0755), 0);
  ASSERT_EQ(::chmod(root_.c_str(), 0777), 0);
  EXPECT_FALSE(make_owner_state(root_, kOwner).has_value());
}

TEST(UserState, FollowsTheEnvironment) {
  EXPECT_EQ(in_child([] {
              ::setenv("XDG_STATE_HOME", "/state", 1);
              ::setenv("HOME", "/home/ada", 1);
              if (user_state().value_or("") != "/state/mailhaul") {
                return 1;
              }
              ::setenv("XDG_STATE_HOME", "relative", 1);
              if (user_state().value_or("") != "/home/ada/.local/state/mailhaul") {
                return 2;
              }
              ::unsetenv("HOME");
              return user_state() ? 3 : 0;
            }),
            0);
}

TEST(MakeParents, MakesWhatIsMissingForTheUserAlone) {
  const Scratch scratch;
  const std::string path = scratch.path() + "/a/b/c.db";
  ASSERT_TRUE(make_parents(path).has_value());
  EXPECT_EQ(status_of(scratch.path() + "/a/b").st_mode & 07777U, 0700U);
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(MakeParents, SaysWhatIsInTheWay) {
  const Scratch scratch;
  const auto made = make_parents(scratch.write("file", "") + "/x/c.db");
  ASSERT_FALSE(made.has_value());
  EXPECT_EQ(made.error().kind, ErrorKind::Journal);
  EXPECT_THAT(made.error().hint, HasSubstr("--journal"));
}

TEST(JournalsOfATree, AreThoseOfAllServersAndUsers) {
  const Scratch scratch;
  const std::string maildir = "/home/ada/Maildir";
  EXPECT_TRUE(journals_of(scratch.path() + "/missing", maildir).empty());
  for (const std::string& name : {journal_name("b", "u", maildir), journal_name("a", "v", maildir),
                                  journal_name("a", "u", "/home/bob/Maildir")}) {
    ASSERT_TRUE(make_parents(scratch.path() + "/" + name).has_value());
    scratch.write(name, "");
  }
  EXPECT_THAT(journals_of(scratch.path(), maildir),
              ::testing::ElementsAre(scratch.path() + "/" + journal_name("a", "v", maildir),
                                     scratch.path() + "/" + journal_name("b", "u", maildir)));
}

TEST(JournalsOfATree, AreToldApartByServerAndUser) {
  const std::string maildir = "/home/ada/Maildir";
  const std::string wanted = "/state/" + journal_name("mail.b", "ada", maildir);
  const std::vector<std::string> journals{"/state/" + journal_name("a", "ada", maildir), wanted,
                                          "/state/" + journal_name("mail.b", "bob", maildir),
                                          "/state/" + journal_name("x.mail.b", "ada", maildir)};
  EXPECT_EQ(journal_among(journals, "Mail.B", "ada", maildir), wanted);
  EXPECT_EQ(journal_among(journals, "b", "ada", maildir), std::nullopt);
}

}  // namespace
}  // namespace mailhaul::cli

/// Called in place of the C library's, so that a test can see what is made durable.
extern "C" int fsync(int fd) {
  static auto* const real = reinterpret_cast<int (*)(int)>(::dlsym(RTLD_NEXT, "fsync"));
  mailhaul::cli::synced().push_back(
      std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(fd)));
  return real(fd);
}
