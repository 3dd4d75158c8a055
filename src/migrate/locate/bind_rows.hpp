/// Finds out which UIDs the messages have of which the journal does not know it.
#pragma once

#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/journal/journal.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

/// A row that is Unknown, or Stored without a UID, and that no message on the server was bound to.
struct UnboundRow {
  journal::MessageRow row;
  /// Several messages could be it; otherwise none is.
  bool is_ambiguous = false;
};

/// Looks for them in a mailbox that exists, and journals what it finds as Stored. Gives the rest.
Result<std::vector<UnboundRow>> bind_rows(ServerConnection& connection, journal::Journal& journal,
                                          const journal::MailboxRow& mailbox);

}  // namespace mailhaul::migrate
