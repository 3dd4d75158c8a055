/// Brings the flags of stored messages to what they shall be.
#pragma once

#include "migrate/upload/upload_context.hpp"

#include <mailhaul/base/result.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

/// Sets and takes off what did not go with the APPEND or changed since, in batches. Where a mailbox
/// was made anew meanwhile, its messages are recognised first.
Result<void> store_flags(ServerConnection& connection, UploadContext& context);

}  // namespace mailhaul::migrate
