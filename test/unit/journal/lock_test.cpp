/// Runs that meet at the lock file while one of them takes it away.
#include "journal/lock.hpp"

#include "support/temp_dir.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <functional>
#include <string>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <gtest/gtest.h>

#include <mailhaul/base/unique_fd.hpp>

namespace mailhaul::journal {
namespace {

/// What happens between the opening of the next lock file and its lock.
std::function<void()>& before_flock() {
  static std::function<void()> action;
  return action;
}

int real_flock(int fd, int operation) {
  static auto* const real = reinterpret_cast<int (*)(int, int)>(::dlsym(RTLD_NEXT, "flock"));
  return real(fd, operation);
}

class LockTest : public testing::Test {
 protected:
  test::TempDir dir_;
  std::string journal_ = dir_ / "ada.db";
  std::string file_ = journal_ + ".lock";
};

TEST_F(LockTest, OfAFileThatWasTakenAwayKeepsNobodyOut) {
  UniqueFd other;
  before_flock() = [&] {
    ::unlink(file_.c_str());
    other = UniqueFd(::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    ASSERT_EQ(real_flock(other.get(), LOCK_EX), 0);
  };
  const Result<Lock> lock = take_lock(journal_);
  ASSERT_FALSE(lock.has_value());
  EXPECT_EQ(lock.error().kind, ErrorKind::JournalLocked);
}

TEST_F(LockTest, IsTakenOnANewFileWhereTheOldOneWasTakenAway) {
  before_flock() = [&] { ::unlink(file_.c_str()); };
  const Result<Lock> lock = take_lock(journal_);
  ASSERT_TRUE(lock.has_value()) << lock.error().message();
  struct stat status{};
  EXPECT_EQ(::stat(file_.c_str(), &status), 0);
  EXPECT_FALSE(take_lock(journal_).has_value());
}

}  // namespace
}  // namespace mailhaul::journal

extern "C" int flock(int fd, int operation) {
  if (const auto action = std::exchange(mailhaul::journal::before_flock(), nullptr)) {
    action();
  }
  return mailhaul::journal::real_flock(fd, operation);
}
