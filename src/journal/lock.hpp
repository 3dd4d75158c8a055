/// Keeps a second run out of a journal. The lock is a file beside the journal, because closing any
/// other descriptor of the database would drop SQLite's own locks.
#pragma once

#include <string>

#include <mailhaul/base/result.hpp>
#include <mailhaul/base/unique_fd.hpp>

namespace mailhaul::journal {

/// Takes the lock of a journal, or says who holds it (JournalLocked). The lock goes with the
/// descriptor, so a crash leaves none behind.
Result<UniqueFd> take_lock(const std::string& journal_path);

}  // namespace mailhaul::journal
