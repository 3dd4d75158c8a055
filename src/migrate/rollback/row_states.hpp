/// The journal's rows as a rollback leaves them.
#pragma once

#include "migrate/rollback/rollback_context.hpp"

#include <span>

#include <mailhaul/base/result.hpp>
#include <mailhaul/base/wall_clock.hpp>
#include <mailhaul/journal/types.hpp>

namespace mailhaul::migrate {

/// `set(row)` for each, as one group of writes.
template <typename Set>
[[nodiscard]] Result<void> write_group(journal::Journal& journal,
                                       std::span<const journal::MessageRow> rows, Set set) {
  if (rows.empty()) {
    return {};
  }
  Result<void> done = journal.begin();
  for (const journal::MessageRow& row : rows) {
    if (done) {
      done = set(row);
    }
  }
  return done ? journal.commit(now_seconds()) : done;
}

/// Within a group of writes: the message is not where the row says, because we removed it. A copy
/// that a move within the server left at another place is what the row stands for then.
[[nodiscard]] Result<void> set_removed_here(RollbackContext& context,
                                            const journal::MessageRow& row);

/// The same, because its owner did.
[[nodiscard]] Result<void> set_gone_here(RollbackContext& context, const journal::MessageRow& row);

}  // namespace mailhaul::migrate
