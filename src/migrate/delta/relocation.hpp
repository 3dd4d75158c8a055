/// Messages that went to another folder at the source follow on the server.
#pragma once

#include "migrate/upload/upload_context.hpp"

#include <mailhaul/base/result.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

/// Carries out what the journal has under relocation, by UID MOVE. What its owner removed is left
/// alone; what the server refuses stays where it is, needs attention and is tried again by the next
/// run. May be repeated: a command whose answer was lost is settled by a look at the server.
[[nodiscard]] Result<void> relocate_messages(ServerConnection& connection, UploadContext& context);

}  // namespace mailhaul::migrate
