/// Keeps a second run out of a journal. The lock is a file beside the journal, because closing any
/// other descriptor of the database would drop SQLite's own locks.
#pragma once

#include <string>
#include <utility>

#include <mailhaul/base/result.hpp>
#include <mailhaul/base/unique_fd.hpp>

namespace mailhaul::journal {

/// A lock that is held as long as the object lives, and by nobody after a crash.
class Lock {
 public:
  Lock() = default;

  Lock(UniqueFd fd, std::string path, bool is_new)
      : fd_(std::move(fd)), path_(std::move(path)), is_new_(is_new) {}

  /// Takes the file away again if it was made for this lock; for a run that could not begin.
  void leave_nothing_behind() const;

 private:
  UniqueFd fd_;
  std::string path_;
  bool is_new_ = false;
};

/// Takes the lock of a journal, or says who holds it (JournalLocked).
Result<Lock> take_lock(const std::string& journal_path);

}  // namespace mailhaul::journal
