/// Subscribes the mailboxes of folders that were subscribed at the source.
#pragma once

#include "migrate/setup/setup_state.hpp"

#include <string>
#include <vector>

#include <mailhaul/base/result.hpp>

namespace mailhaul::migrate {

/// Only for folders that are new to the journal: what the owner unsubscribed since stays so. What
/// was subscribed before is left alone, and the rest is journalled first, so that a rollback takes
/// back what was done here and no more. May be repeated on a new connection.
[[nodiscard]] Result<void> subscribe_folders(SetupState& setup);

}  // namespace mailhaul::migrate
