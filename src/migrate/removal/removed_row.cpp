#include "migrate/removal/removed_row.hpp"

namespace mailhaul::migrate {

Result<bool> follow_relocation(journal::Journal& journal, const journal::MessageRow& row) {
  const Result<std::optional<journal::Relocation>> relocation = journal.relocation(row.id);
  if (!relocation || !*relocation) {
    return relocation ? Result<bool>(false) : fail(relocation.error());
  }
  const auto& [message, mailbox, uid_next, uid] = **relocation;
  Result<void> done = journal.drop_relocation(message);
  const bool was_begun = uid || uid_next;
  if (done && was_begun) {
    done = journal.set_place(message, mailbox, uid);
  }
  if (done && was_begun) {
    done = uid ? journal.set_stored(message, uid, row.flags_set) : journal.set_unknown(message, {});
  }
  return done ? Result<bool>(was_begun) : fail(done.error());
}

Result<void> set_removed_here(journal::Journal& journal, const journal::MessageRow& row) {
  const Result<bool> followed = follow_relocation(journal, row);
  if (!followed || *followed) {
    return followed ? Result<void>() : fail(followed.error());
  }
  return journal.set_removed(row.id);
}

}  // namespace mailhaul::migrate
