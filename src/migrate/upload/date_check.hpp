/// Some servers replace the date that an APPEND gives by their own. One message goes ahead, and its
/// date is read back before the rest follows.
#pragma once

#include "migrate/upload/upload_context.hpp"

#include <mailhaul/base/result.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

/// Reads the date of `context.first_stored` back; sets `summary.stopped` if it is not the one that
/// was sent. Says nothing where the server tells no UID.
Result<void> check_date(ServerConnection& connection, UploadContext& context);

}  // namespace mailhaul::migrate
