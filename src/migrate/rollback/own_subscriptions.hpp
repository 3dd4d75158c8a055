/// Takes back the subscriptions that the upload made.
#pragma once

#include "migrate/rollback/rollback_context.hpp"

#include <mailhaul/base/result.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

/// Of mailboxes that were there before the upload. One that it created and that stays, because it
/// holds something, stays subscribed. May be called again after an error.
[[nodiscard]] Result<void> take_back_subscriptions(ServerConnection& connection,
                                                   RollbackContext& context);

}  // namespace mailhaul::migrate
