#include "migrate/rollback/own_subscriptions.hpp"

#include "migrate/server/subscriptions.hpp"

#include <vector>

namespace mailhaul::migrate {

Result<void> take_back_subscriptions(ServerConnection& connection, RollbackContext& context) {
  const Result<std::vector<journal::MailboxRow>> rows = context.journal.mailboxes();
  if (!rows) {
    return fail(rows.error());
  }
  Subscriptions subscriptions(connection);
  for (const journal::MailboxRow& row : *rows) {
    if (!row.subscribed || row.created || context.options.dry_run) {
      continue;
    }
    if (const Result<void> done = subscriptions.remove(row.name); !done) {
      return done;
    }
    if (const Result<void> done = context.journal.set_subscribed(row.id, false); !done) {
      return done;
    }
  }
  return {};
}

}  // namespace mailhaul::migrate
