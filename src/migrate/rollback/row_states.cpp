#include "migrate/rollback/row_states.hpp"

#include "migrate/removal/removed_row.hpp"

namespace mailhaul::migrate {

Result<void> set_removed_here(RollbackContext& context, const journal::MessageRow& row) {
  return set_removed_here(context.journal, row);
}

Result<void> set_gone_here(RollbackContext& context, const journal::MessageRow& row) {
  const Result<bool> followed = follow_relocation(context.journal, row);
  if (!followed || *followed) {
    return followed ? Result<void>() : fail(followed.error());
  }
  if (!context.options.restore_removed) {
    return context.journal.set_gone(row.id);
  }
  ++context.summary.messages.restored;
  return context.journal.set_removed(row.id);
}

}  // namespace mailhaul::migrate
