#include "journal/lock.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
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

}  // namespace

void Lock::leave_nothing_behind() const {
  if (is_new_) {
    ::unlink(path_.c_str());
  }
}

Result<Lock> take_lock(const std::string& journal_path) {
  constexpr int kFlags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY;
  const std::string path = journal_path + ".lock";
  UniqueFd fd(::open(path.c_str(), kFlags | O_EXCL, 0600));
  const bool is_new = fd.valid();
  if (!is_new && errno == EEXIST) {
    fd = UniqueFd(::open(path.c_str(), kFlags, 0600));
  }
  if (!fd.valid()) {
    return fail(
        ErrorKind::Journal,
        fmt::format("the journal's lock file cannot be made: {}", std::strerror(errno)), path,
        "Check that the directory exists and may be written by the owner of the Maildir, or "
        "name another file with --journal.");
  }
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
    return fail(ErrorKind::JournalLocked,
                fmt::format("{} is working on this journal", holder(fd.get())), journal_path,
                "Wait until it has ended, then run the same command again.");
  }
  // Who holds it is a courtesy to the one who has to wait; the lock does not depend on it.
  const std::string pid = fmt::format("{}\n", ::getpid());
  if (::ftruncate(fd.get(), 0) == 0) {
    [[maybe_unused]] const ssize_t written = ::pwrite(fd.get(), pid.data(), pid.size(), 0);
  }
  return Lock(std::move(fd), path, is_new);
}

}  // namespace mailhaul::journal
