#include "journal/lock.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

namespace mailhaul::journal {
namespace {

std::string holder(int fd) {
  std::array<char, 24> text{};
  const ssize_t size = ::pread(fd, text.data(), text.size() - 1, 0);
  std::string pid;
  for (ssize_t i = 0; i < size && text.at(static_cast<std::size_t>(i)) >= '0' &&
                      text.at(static_cast<std::size_t>(i)) <= '9';
       ++i) {
    pid += text.at(static_cast<std::size_t>(i));
  }
  return pid.empty() ? "another run" : "process " + pid;
}

struct LockFile {
  UniqueFd fd;
  bool is_new = false;
};

Result<LockFile> open_lock_file(const std::string& path) {
  constexpr int kFlags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY;
  LockFile file{.fd = UniqueFd(::open(path.c_str(), kFlags | O_EXCL, 0600))};
  file.is_new = file.fd.valid();
  if (!file.is_new && errno == EEXIST) {
    file.fd = UniqueFd(::open(path.c_str(), kFlags, 0600));
  }
  if (!file.fd.valid()) {
    return fail(
        ErrorKind::Journal,
        fmt::format("the journal's lock file cannot be made: {}", std::strerror(errno)), path,
        "Check that the directory exists and may be written by the owner of the Maildir, or "
        "name another file with --journal.");
  }
  return file;
}

/// A run that could not begin takes its lock file away, which may have been opened here before: the
/// next run would make and lock another one.
bool is_still_at(const std::string& path, int fd) {
  struct stat opened{};
  struct stat named{};
  return ::fstat(fd, &opened) == 0 && ::lstat(path.c_str(), &named) == 0 &&
         opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

}  // namespace

void Lock::leave_nothing_behind() const {
  if (is_new_) {
    ::unlink(path_.c_str());
  }
}

Result<Lock> take_lock(const std::string& journal_path) {
  const std::string path = journal_path + ".lock";
  LockFile file;
  do {
    Result<LockFile> opened = open_lock_file(path);
    if (!opened) {
      return fail(std::move(opened.error()));
    }
    file = std::move(*opened);
    if (::flock(file.fd.get(), LOCK_EX | LOCK_NB) != 0) {
      return fail(ErrorKind::JournalLocked,
                  fmt::format("{} is working on this journal", holder(file.fd.get())), journal_path,
                  "Wait until it has ended, then run the same command again.");
    }
  } while (!is_still_at(path, file.fd.get()));
  // Who holds it is a courtesy to the one who has to wait; the lock does not depend on it.
  const std::string pid = fmt::format("{}\n", ::getpid());
  if (::ftruncate(file.fd.get(), 0) == 0) {
    [[maybe_unused]] const ssize_t written = ::pwrite(file.fd.get(), pid.data(), pid.size(), 0);
  }
  return Lock(std::move(file.fd), path, file.is_new);
}

}  // namespace mailhaul::journal
