/// Puts right what an interrupted removal left behind.
#pragma once

#include <cstdint>
#include <span>

#include <mailhaul/base/result.hpp>
#include <mailhaul/journal/journal.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

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
