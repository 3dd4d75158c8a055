/// Messages that went to another folder at the source follow on the server.
#pragma once

#include "migrate/upload/upload_context.hpp"

#include <cstdint>

#include <mailhaul/base/result.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

enum class RelocationExtent : std::uint8_t {
  Begun,  ///< those for which a command was sent, perhaps by an earlier run
  All,
};

/// Carries out what the journal has under relocation: by UID MOVE, else by UID COPY and a removal
/// of the originals. What its owner removed is left alone; what the server refuses stays where it
/// is, needs attention and is tried again by the next run. May be repeated: a command whose answer
/// was lost is settled by a look at the server. A copy in doubt that is not seen before
/// `copies_due` (seconds since 1970) is left for later.
[[nodiscard]] Result<void> relocate_messages(ServerConnection& connection, UploadContext& context,
                                             std::int64_t copies_due, RelocationExtent extent);

/// Whether a copy is in doubt.
[[nodiscard]] Result<bool> has_copy_in_doubt(journal::Journal& journal);

}  // namespace mailhaul::migrate
