/// Removes the mailboxes that were made for the upload and hold nothing.
#pragma once

#include "migrate/rollback/rollback_context.hpp"

#include <mailhaul/base/result.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

/// Deepest first. What holds a message or another mailbox stays and is counted as kept. May be
/// called again after an error.
[[nodiscard]] Result<void> remove_created_mailboxes(ServerConnection& connection,
                                                    RollbackContext& context);

}  // namespace mailhaul::migrate
