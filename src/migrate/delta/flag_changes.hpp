/// Flag changes of the source, carried over to messages that are stored already.
#pragma once

#include "migrate/upload/upload_context.hpp"

#include <mailhaul/base/result.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

/// Merges `context.source_flags` with the flags that the messages have on the target now, and
/// journals what they shall have; `store_flags` then sets it. Where messages with flag T are moved,
/// a flag T that came or went makes a relocation. What has no UID yet is left for the next run. May
/// be repeated.
[[nodiscard]] Result<void> merge_source_flags(ServerConnection& connection, UploadContext& context);

}  // namespace mailhaul::migrate
