#include "maildir/directory_stamp.hpp"

#include <sys/stat.h>

namespace mailhaul::maildir {
namespace {

/// Ext3 and NFS version 2 know whole seconds only.
constexpr std::time_t kCoarsestClock = 2;

}  // namespace

DirectoryStamp::DirectoryStamp(int directory_fd) : fd_(directory_fd) {
  struct stat status{};
  if (::fstat(fd_, &status) == 0) {
    changed_ = status.st_mtim;
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    settled_ = now.tv_sec - changed_.tv_sec >= kCoarsestClock;
  }
}

bool DirectoryStamp::still_holds() const {
  struct stat status{};
  return settled_ && ::fstat(fd_, &status) == 0 && status.st_mtim.tv_sec == changed_.tv_sec &&
         status.st_mtim.tv_nsec == changed_.tv_nsec;
}

}  // namespace mailhaul::maildir
