#include "migrate/upload/stored_runs.hpp"

#include <utility>

namespace mailhaul::migrate {

Result<void> StoredRuns::add(journal::MessageId row, std::uint32_t uid, std::uint32_t flags) {
  if (run_.count > 0 && run_.is_followed_by(row, uid)) {
    ++run_.count;
    return {};
  }
  const Result<void> written = write();
  run_ = {.first = row, .first_uid = uid, .count = 1};
  flags_of_first_ = flags;
  return written;
}

Result<void> StoredRuns::write() {
  const journal::StoredRun run = std::exchange(run_, {});
  if (run.count <= 1) {
    // A statement for one row takes less than one for a run.
    return run.count == 0 ? Result<void>()
                          : journal_->set_stored(run.first, run.first_uid, flags_of_first_);
  }
  return journal_->set_stored_run(run);
}

}  // namespace mailhaul::migrate
