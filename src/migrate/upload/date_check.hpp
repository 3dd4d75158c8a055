/// Some servers replace the date that an APPEND gives by their own, so the date of the first
/// message in each mailbox is read back.
#pragma once

#include "migrate/upload/upload_context.hpp"

#include <mailhaul/base/result.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

/// Reads back the dates of those in `context.first_stored` that were not looked at; sets
/// `summary.stopped` if one is not what was sent. Says nothing where the server tells no UID, or
/// does not show the message.
Result<void> check_dates(ServerConnection& connection, UploadContext& context);

}  // namespace mailhaul::migrate
