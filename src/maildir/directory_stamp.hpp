/// Whether a directory was changed since it was read.
#pragma once

#include <ctime>

namespace mailhaul::maildir {

/// Take it before reading the directory.
class DirectoryStamp {
 public:
  explicit DirectoryStamp(int directory_fd);

  /// False if names were added, removed or changed since, and also if that cannot be told because
  /// the last change was too short a time before the stamp for the clock of the file system.
  [[nodiscard]] bool still_holds() const;

 private:
  int fd_;
  timespec changed_{};
  bool settled_ = false;
};

}  // namespace mailhaul::maildir
