/// Without a journal nobody knows what an earlier run, or another program, has brought to the
/// server already.
#pragma once

#include <mailhaul/base/result.hpp>
#include <mailhaul/maildir/scanner.hpp>
#include <mailhaul/migrate/plan.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

/// Looks for up to 200 messages of the source, evenly spread, in each mailbox of the plan that
/// exists and holds messages, by Message-ID. Nothing is changed. Configuration if any of them is
/// there.
[[nodiscard]] Result<void> check_for_copies(ServerConnection& connection,
                                            const maildir::Scanner& tree, const Plan& plan,
                                            const ServerMailboxes& server);

}  // namespace mailhaul::migrate
