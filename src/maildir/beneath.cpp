#include "maildir/beneath.hpp"

#include <cerrno>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <utility>

namespace mailhaul::maildir {
namespace {

constexpr int kAlways = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;

using Opener = int (*)(int base, const char* path, int flags);

int open_with_openat2(int base, const char* path, int flags) {
  open_how how{};
  how.flags = static_cast<decltype(how.flags)>(flags);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  // EAGAIN: something was renamed meanwhile, and the kernel could not prove that we stayed inside.
  constexpr int kAttempts = 16;
  int fd = -1;
  for (int i = 0; i < kAttempts; ++i) {
    fd = static_cast<int>(::syscall(SYS_openat2, base, path, &how, sizeof how));
    if (fd >= 0 || (errno != EAGAIN && errno != EINTR)) {
      break;
    }
  }
  return fd;
}

int open_component(int base, const char* name, int flags) {
  int fd = -1;
  do {
    fd = ::openat(base, name, flags);
  } while (fd < 0 && errno == EINTR);
  return fd;
}

/// O_NOATIME is allowed to the file's owner and root only.
UniqueFd open_without_atime(Opener opener, int base, const char* path, int flags) {
  int fd = opener(base, path, flags | O_NOATIME);
  if (fd < 0 && errno == EPERM) {
    fd = opener(base, path, flags);
  }
  return UniqueFd(fd);
}

/// O_DIRECTORY makes the kernel say ENOTDIR for a link as well; callers want to know which it was.
Refused refused_at(int base, const std::string& name, int error_number) {
  struct stat status{};
  if (error_number == ENOTDIR && ::fstatat(base, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 &&
      S_ISLNK(status.st_mode)) {
    return {.reason = Refusal::Symlink, .error_number = ELOOP};
  }
  return refused_by(error_number);
}

/// Every component by itself: a directory on the way is opened with O_NOFOLLOW, so a link is an
/// error.
std::variant<UniqueFd, Refused> open_every_component(int base, const std::string& path, int flags) {
  UniqueFd parent;
  std::size_t begin = 0;
  while (true) {
    const std::size_t slash = path.find('/', begin);
    const bool is_last = slash == std::string::npos;
    const std::string name = path.substr(begin, is_last ? slash : slash - begin);
    if (name == "..") {
      return Refused{.reason = Refusal::NotFound, .error_number = EXDEV};
    }
    const int from = parent.valid() ? parent.get() : base;
    if (is_last) {
      UniqueFd last = open_without_atime(open_component, from, name.c_str(), flags);
      if (!last.valid()) {
        return refused_at(from, name, errno);
      }
      return last;
    }
    UniqueFd next(
        open_component(from, name.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!next.valid()) {
      return refused_at(from, name, errno);
    }
    parent = std::move(next);
    begin = slash + 1;
  }
}

/// ENOSYS before Linux 5.6; EPERM from seccomp filters older than the call.
bool kernel_has_openat2() {
  static const bool available = [] {
    const UniqueFd probe(open_with_openat2(AT_FDCWD, ".", O_PATH | O_CLOEXEC));
    return probe.valid() || (errno != ENOSYS && errno != EPERM);
  }();
  return available;
}

}  // namespace

Refused refused_by(int error_number) {
  switch (error_number) {
    case ENOENT:
      return {.reason = Refusal::NotFound, .error_number = error_number};
    case ELOOP:
    case EXDEV:
      return {.reason = Refusal::Symlink, .error_number = error_number};
    case EACCES:
    case EPERM:
      return {.reason = Refusal::Permission, .error_number = error_number};
    case ENXIO:
      return {.reason = Refusal::Socket, .error_number = error_number};
    case ENOTDIR:
      return {.reason = Refusal::NotADirectory, .error_number = error_number};
    default:
      return {.reason = Refusal::InputOutput, .error_number = error_number};
  }
}

std::variant<UniqueFd, Refused> open_beneath(int base, const std::string& path, int flags,
                                             PathLookup lookup) {
  flags |= kAlways;
  if (lookup == PathLookup::Automatic && kernel_has_openat2()) {
    UniqueFd fd = open_without_atime(open_with_openat2, base, path.c_str(), flags);
    if (!fd.valid()) {
      return refused_at(base, path, errno);
    }
    return fd;
  }
  return open_every_component(base, path, flags);
}

}  // namespace mailhaul::maildir
