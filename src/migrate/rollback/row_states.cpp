#include "migrate/rollback/row_states.hpp"

namespace mailhaul::migrate {
namespace {

/// Whether the row stands for a copy elsewhere now.
Result<bool> follow_relocation(RollbackContext& context, const journal::MessageRow& row) {
  const auto found = context.relocations.find(row.id);
  if (found == context.relocations.end()) {
    return false;
  }
  const journal::Relocation relocation = found->second;
  context.relocations.erase(found);
  Result<void> done = context.journal.drop_relocation(row.id);
  const bool was_begun = relocation.uid || relocation.uid_next;
  if (done && was_begun) {
    done = context.journal.set_place(row.id, relocation.mailbox, relocation.uid);
  }
  if (done && was_begun) {
    done = relocation.uid ? context.journal.set_stored(row.id, relocation.uid, row.flags_set)
                          : context.journal.set_unknown(row.id, {});
  }
  return done ? Result<bool>(was_begun) : fail(done.error());
}

}  // namespace

Result<void> set_removed_here(RollbackContext& context, const journal::MessageRow& row) {
  const Result<bool> followed = follow_relocation(context, row);
  if (!followed || *followed) {
    return followed ? Result<void>() : fail(followed.error());
  }
  return context.journal.set_removed(row.id);
}

Result<void> set_gone_here(RollbackContext& context, const journal::MessageRow& row) {
  const Result<bool> followed = follow_relocation(context, row);
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
