#include "journal/unbegun_files.hpp"

#include <unistd.h>

namespace mailhaul::journal {

UnbegunFiles::~UnbegunFiles() {
  if (lock_ == nullptr) {
    return;
  }
  for (const char* const suffix : {"", "-wal", "-shm", "-journal"}) {
    ::unlink((path_ + suffix).c_str());
  }
  lock_->leave_nothing_behind();
}

}  // namespace mailhaul::journal
