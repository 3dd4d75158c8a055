/// Preloaded into a program, lets the disk or the file server fail under it: every call of a kind
/// on one file or directory ends with an error number.
///
///     MAILHAUL_DISK_FAULTS    lines of "CALL ERRNO PATH", with CALL one of
///                             list   readdir(3), after the first name
///                             open   openat(2) and openat2(2)
///                             look   fstatat(2) and fstat(2)
///                             types  readdir(3) does not tell them, as on some file systems; no
///                                    error, so that ERRNO is 1
///                             read   read(2) and pread(2)
///                             again  pread(2) of the beginning, every second time
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <mutex>
#include <set>
#include <sstream>
#include <string>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

namespace {

/// Files are known by their inodes, since the program names most of them from a directory.
struct Fault {
  std::string call;
  int error_number = 0;
  dev_t device = 0;
  ino_t inode = 0;
};

template <typename Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

bool look(int base, const char* path, struct stat& status) {
  static auto* const next = real<int(int, const char*, struct stat*, int)>("fstatat");
  return next(base, path, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

bool look_in(int fd, struct stat& status) {
  static auto* const next = real<int(int, struct stat*)>("fstat");
  return next(fd, &status) == 0;
}

std::vector<Fault> read_faults() {
  const char* const text = std::getenv("MAILHAUL_DISK_FAULTS");
  std::istringstream lines(text == nullptr ? "" : text);
  std::vector<Fault> faults;
  Fault fault;
  std::string path;
  while (lines >> fault.call >> fault.error_number >> path) {
    struct stat status{};
    if (!look(AT_FDCWD, path.c_str(), status)) {
      std::abort();
    }
    fault.device = status.st_dev;
    fault.inode = status.st_ino;
    faults.push_back(fault);
  }
  return faults;
}

const std::vector<Fault>& faults() {
  static const std::vector<Fault> faults = read_faults();
  return faults;
}

/// The paths are looked up while the program may still see all of them.
[[maybe_unused]] const std::vector<Fault>& read_at_the_start = faults();

/// 0 if the call goes through.
int fault_of(const char* call, const struct stat& status) {
  for (const Fault& fault : faults()) {
    if (fault.call == call && fault.device == status.st_dev && fault.inode == status.st_ino) {
      return fault.error_number;
    }
  }
  return 0;
}

int fault_at(const char* call, int base, const char* path) {
  struct stat status{};
  const int kept = errno;
  const int fault = look(base, path, status) ? fault_of(call, status) : 0;
  errno = kept;
  return fault;
}

int fault_in(const char* call, int fd) {
  struct stat status{};
  const int kept = errno;
  const int fault = look_in(fd, status) ? fault_of(call, status) : 0;
  errno = kept;
  return fault;
}

template <typename Call>
auto unless(int fault, Call call) -> decltype(call()) {
  if (fault == 0) {
    return call();
  }
  errno = fault;
  return -1;
}

/// Whether the stream gave a real name before.
bool has_given(DIR* stream, const dirent* entry) {
  static std::mutex mutex;
  static std::set<DIR*> given;
  const std::lock_guard lock(mutex);
  const bool before = given.contains(stream);
  if (entry == nullptr) {
    given.erase(stream);
  } else if (entry->d_name[0] != '.') {
    given.insert(stream);
  }
  return before;
}

}  // namespace

extern "C" {

dirent* readdir(DIR* stream) {
  static auto* const next = real<dirent*(DIR*)>("readdir");
  dirent* const entry = next(stream);
  const int fault = fault_in("list", ::dirfd(stream));
  if (fault != 0 && has_given(stream, entry)) {
    static_cast<void>(has_given(stream, nullptr));
    errno = fault;
    return nullptr;
  }
  if (entry != nullptr && fault_in("types", ::dirfd(stream)) != 0) {
    entry->d_type = DT_UNKNOWN;
  }
  return entry;
}

int openat(int base, const char* path, int flags, ...) {
  static auto* const next = real<int(int, const char*, int, ...)>("openat");
  return unless(fault_at("open", base, path), [&] { return next(base, path, flags, 0600); });
}

long syscall(long number, ...) {
  static auto* const next = real<long(long, ...)>("syscall");
  va_list arguments;
  va_start(arguments, number);
  long given[6] = {};
  for (long& each : given) {
    each = va_arg(arguments, long);
  }
  va_end(arguments);
  const int fault = number == SYS_openat2 ? fault_at("open", static_cast<int>(given[0]),
                                                     reinterpret_cast<const char*>(given[1]))
                                          : 0;
  return unless(fault, [&] {
    return next(number, given[0], given[1], given[2], given[3], given[4], given[5]);
  });
}

int fstatat(int base, const char* path, struct stat* status, int flags) {
  static auto* const next = real<int(int, const char*, struct stat*, int)>("fstatat");
  return unless(fault_at("look", base, path), [&] { return next(base, path, status, flags); });
}

int fstat(int fd, struct stat* status) {
  static auto* const next = real<int(int, struct stat*)>("fstat");
  return unless(fault_in("look", fd), [&] { return next(fd, status); });
}

ssize_t read(int fd, void* buffer, size_t count) {
  static auto* const next = real<ssize_t(int, void*, size_t)>("read");
  return unless(fault_in("read", fd), [&] { return next(fd, buffer, count); });
}

ssize_t pread(int fd, void* buffer, size_t count, off_t offset) {
  static auto* const next = real<ssize_t(int, void*, size_t, off_t)>("pread");
  static std::atomic<unsigned> beginnings = 0;
  int fault = fault_in("read", fd);
  if (fault == 0 && offset == 0) {
    const int again = fault_in("again", fd);
    fault = again != 0 && ++beginnings % 2 == 0 ? again : 0;
  }
  return unless(fault, [&] { return next(fd, buffer, count, offset); });
}

}  // extern "C"
