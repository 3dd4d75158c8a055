/// The files of a journal that says nothing yet.
#pragma once

#include "journal/lock.hpp"

#include <string>
#include <utility>

namespace mailhaul::journal {

/// Takes the files away at the end of its life, unless they are kept. The database must be closed
/// by then, and the lock still be held.
class UnbegunFiles {
 public:
  /// Nothing to take away.
  UnbegunFiles() = default;

  /// `lock` must outlive the object.
  UnbegunFiles(std::string journal_path, const Lock& lock)
      : path_(std::move(journal_path)), lock_(&lock) {}

  UnbegunFiles(UnbegunFiles&& other) noexcept
      : path_(std::exchange(other.path_, {})), lock_(std::exchange(other.lock_, nullptr)) {}

  UnbegunFiles& operator=(UnbegunFiles&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(lock_, other.lock_);
    return *this;
  }

  UnbegunFiles(const UnbegunFiles&) = delete;
  UnbegunFiles& operator=(const UnbegunFiles&) = delete;
  ~UnbegunFiles();

  [[nodiscard]] explicit operator bool() const { return lock_ != nullptr; }

  void keep() { lock_ = nullptr; }

 private:
  std::string path_;
  const Lock* lock_ = nullptr;
};

}  // namespace mailhaul::journal
