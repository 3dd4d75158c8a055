/// The only code that matches journal rows with messages on the server.
#pragma once

#include <string>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/journal/journal.hpp>
#include <mailhaul/migrate/matching.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

/// Looks at what is in the mailbox from its low-water mark on and not bound to a row yet, and
/// matches it with `rows`. The mailbox is not selected afterwards if the server can UNSELECT.
Result<Matching> locate(ServerConnection& connection, journal::Journal& journal,
                        const journal::MailboxRow& mailbox,
                        const std::vector<journal::MessageRow>& rows);

/// Journals by what the message of the binding is known from now on.
Result<void> record_identity(journal::Journal& journal, const Binding& binding);

/// SELECT, or EXAMINE where that changes nothing and can be left again.
Result<imap::Command> select_command(const ServerConnection& connection, const std::string& mailbox,
                                     bool for_writing);

/// Sends it; its untagged data.
Result<Reply> select_mailbox(ServerConnection& connection, const std::string& mailbox,
                             bool for_writing);

/// From the answer to SELECT or EXAMINE; 0 if the server did not say it.
[[nodiscard]] std::uint32_t uid_validity_of(const Reply& selected);

/// PERMANENTFLAGS of the same; nullptr if the server did not say it.
[[nodiscard]] const imap::FlagSet* permanent_flags_of(const Reply& selected);

/// UNSELECT where the server has it. CLOSE is never used: it would expunge.
Result<void> leave_mailbox(ServerConnection& connection);

}  // namespace mailhaul::migrate
