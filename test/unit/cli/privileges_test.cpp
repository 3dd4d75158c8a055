#include "cli/process/privileges.hpp"

#include "cli/secrets/secret_command.hpp"
#include "unit/cli/scratch.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <grp.h>
#include <linux/capability.h>
#include <string>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <mailhaul/base/unique_fd.hpp>

namespace mailhaul::cli {
namespace {

constexpr Owner kOwner{.user = 12345, .group = 23456};

/// A field of /proc/self/status, such as "CapEff".
std::string process_status(const std::string& field) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(field + ":")) {
      return line.substr(line.find_first_not_of("\t ", field.size() + 1));
    }
  }
  return "missing";
}

bool can_read(const std::string& path) {
  return UniqueFd(::open(path.c_str(), O_RDONLY | O_CLOEXEC)).valid();
}

/// Everything here needs root, and happens in child processes that become someone else.
class GivingUpRoot : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!is_root()) {
      GTEST_SKIP() << "to be run as root";
    }
    ASSERT_EQ(::chmod(scratch_.path().c_str(), 0711), 0);
  }

  /// 0, or the number of the first expectation of `body` that does not hold; 99 if root cannot be
  /// given up.
  template <typename Body>
  int after_giving_up(maildir::ReadAs read_as, Body body) {
    return in_child([&] { return give_up_root(kOwner, read_as) ? body() : 99; });
  }

  Scratch scratch_;
  std::string secret_ = scratch_.write("secret", "for root only\n", 0600);
};

TEST_F(GivingUpRoot, ChangesEveryIdOfTheProcess) {
  EXPECT_EQ(in_child([] {
              const std::array<gid_t, 2> groups{0, 4};
              if (::setgroups(groups.size(), groups.data()) != 0 ||
                  !give_up_root(kOwner, maildir::ReadAs::Owner)) {
                return 99;
              }
              if (process_status("Uid") != "12345\t12345\t12345\t12345") {
                return 1;
              }
              if (process_status("Gid") != "23456\t23456\t23456\t23456") {
                return 2;
              }
              return ::getgroups(0, nullptr) == 0 ? 0 : 3;
            }),
            0);
}

TEST_F(GivingUpRoot, CannotBeTakenBack) {
  EXPECT_EQ(after_giving_up(maildir::ReadAs::Owner,
                            [] {
                              if (::setuid(0) == 0 || ::seteuid(0) == 0) {
                                return 1;
                              }
                              if (::setgid(0) == 0 || ::setegid(0) == 0) {
                                return 2;
                              }
                              const gid_t group = 0;
                              return ::setgroups(1, &group) == 0 ? 3 : 0;
                            }),
            0);
}

TEST_F(GivingUpRoot, MakesRootsFilesUnreadable) {
  ASSERT_TRUE(can_read(secret_));
  EXPECT_EQ(after_giving_up(maildir::ReadAs::Owner, [this] { return can_read(secret_) ? 1 : 0; }),
            0);
}

TEST_F(GivingUpRoot, KeepsNoCapability) {
  EXPECT_EQ(after_giving_up(maildir::ReadAs::Owner,
                            [] {
                              const std::string none = "0000000000000000";
                              if (process_status("CapEff") != none) {
                                return 1;
                              }
                              if (process_status("CapPrm") != none) {
                                return 2;
                              }
                              return process_status("CapInh") == none ? 0 : 3;
                            }),
            0);
}

TEST_F(GivingUpRoot, KeepsReadingOnlyWhenAsked) {
  static_assert(CAP_DAC_READ_SEARCH == 2);
  EXPECT_EQ(after_giving_up(maildir::ReadAs::Root,
                            [this] {
                              const std::string reading = "0000000000000004";
                              if (process_status("CapEff") != reading ||
                                  process_status("CapPrm") != reading) {
                                return 1;
                              }
                              if (process_status("CapInh") != "0000000000000000") {
                                return 2;
                              }
                              if (!can_read(secret_)) {
                                return 3;
                              }
                              // Read, and nothing more.
                              if (::open(secret_.c_str(), O_WRONLY) >= 0 || errno != EACCES) {
                                return 4;
                              }
                              if (::unlink(secret_.c_str()) == 0) {
                                return 5;
                              }
                              return ::setuid(0) == 0 ? 6 : 0;
                            }),
            0);
}

TEST_F(GivingUpRoot, ProgramsThatItStartsGainNothing) {
  EXPECT_EQ(after_giving_up(maildir::ReadAs::Root,
                            [] {
                              if (process_status("NoNewPrivs") != "1") {
                                return 1;
                              }
                              // The capability is not handed on.
                              return ::system(
                                         "grep -q 'CapEff:.*0000000000000000' "  // NOLINT
                                         "/proc/self/status") == 0
                                         ? 0
                                         : 2;
                            }),
            0);
}

TEST_F(GivingUpRoot, ForbidsCoreDumps) {
  EXPECT_EQ(after_giving_up(maildir::ReadAs::Owner,
                            [] {
                              rlimit limit{};
                              ::getrlimit(RLIMIT_CORE, &limit);
                              if (limit.rlim_cur != 0 || limit.rlim_max != 0) {
                                return 1;
                              }
                              return ::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : 2;
                            }),
            0);
}

TEST_F(GivingUpRoot, LeavesTheSecretCommandWithRoot) {
  EXPECT_EQ(in_child([this] {
              auto command = SecretCommand::start("cat " + secret_, "--password-command");
              if (!command || !give_up_root(kOwner, maildir::ReadAs::Owner)) {
                return 99;
              }
              if (can_read(secret_)) {
                return 1;
              }
              for (int refresh = 0; refresh < 2; ++refresh) {
                const auto secret = command->run(-1);
                if (!secret || secret->reveal() != "for root only") {
                  return 2;
                }
              }
              return 0;
            }),
            0);
}

TEST_F(GivingUpRoot, FailsForWhoeverIsNotRoot) {
  EXPECT_EQ(
      after_giving_up(
          maildir::ReadAs::Owner,
          [] { return give_up_root({.user = 1, .group = 1}, maildir::ReadAs::Owner) ? 1 : 0; }),
      0);
}

TEST_F(GivingUpRoot, OwnerIsThatOfTheOpenDirectory) {
  ASSERT_EQ(::chown(scratch_.path().c_str(), 12345, 23456), 0);
  const UniqueFd directory(::open(scratch_.path().c_str(), O_RDONLY | O_DIRECTORY));
  const auto owner = owner_of(directory.get());
  ASSERT_TRUE(owner.has_value());
  EXPECT_EQ(owner->user, 12345U);
  EXPECT_EQ(owner->group, 23456U);
}

TEST_F(GivingUpRoot, GroupOfRootIsNotTakenOver) {
  ASSERT_EQ(::chown(scratch_.path().c_str(), 12345, 0), 0);
  const UniqueFd directory(::open(scratch_.path().c_str(), O_RDONLY | O_DIRECTORY));
  EXPECT_EQ(owner_of(directory.get())->group, 65534U);
}

TEST(CoreDumps, AreForbiddenWithoutRootToo) {
  EXPECT_EQ(in_child([] {
              if (!forbid_core_dumps()) {
                return 1;
              }
              return ::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : 2;
            }),
            0);
}

}  // namespace
}  // namespace mailhaul::cli
