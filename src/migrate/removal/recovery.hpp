/// Puts right what an interrupted removal left behind.
#pragma once

#include "migrate/server/server_link.hpp"

#include <chrono>
#include <cstdint>
#include <span>

#include <mailhaul/base/result.hpp>
#include <mailhaul/journal/journal.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

/// An EXPUNGE that was sent while marks of others were taken off, and was not answered, may still
/// be carried out: it would remove what others marked if their marks were put back before. Waits
/// until `settle_after` is over since `last_sent` (seconds since 1970), if there may be one in
/// these mailboxes. Errors: as ServerLink::pause, and Journal.
Result<void> await_late_expunge(ServerLink& link, journal::Journal& journal,
                                std::span<const journal::MailboxRow> mailboxes,
                                std::int64_t last_sent, std::chrono::seconds settle_after);

/// Foreign marks are put back; messages that are still there lose our mark and are Stored again;
/// those that are gone were removed, and become Unsent, or stand for the copy that a move within
/// the server left elsewhere. The mailbox must exist on the server. Gives how many turned out to be
/// removed.
Result<std::uint64_t> recover_removal(ServerConnection& connection, journal::Journal& journal,
                                      const journal::MailboxRow& mailbox);

/// The same for each of these mailboxes that needs it; gives the sum.
Result<std::uint64_t> recover_removals(ServerConnection& connection, journal::Journal& journal,
                                       std::span<const journal::MailboxRow> existing);

}  // namespace mailhaul::migrate
