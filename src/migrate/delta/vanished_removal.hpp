/// --delete-vanished: what is gone from the source goes from the target too.
#pragma once

#include "migrate/upload/upload_context.hpp"

#include <cstdint>
#include <optional>

#include <mailhaul/base/result.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

/// How many messages of a mailbox may be removed in one run: a tenth of those that the journal
/// knows to be there, and always 50; or as many as the user said.
[[nodiscard]] std::uint64_t removal_limit(std::uint64_t stored,
                                          std::optional<std::uint64_t> max_vanished);

/// Removes them if the user asked for it, mailbox by mailbox: the same message still, by
/// UIDVALIDITY, UID, Message-ID, date and decoded subject. A mailbox in which more than the limit
/// vanished is listed, and nothing of it is removed; the same if any message or folder of the
/// source was not looked into, since that may be where the missed ones are. What the server does
/// not remove is listed too. May be repeated.
[[nodiscard]] Result<void> remove_vanished(ServerConnection& connection, UploadContext& context);

/// The same without a server: counts what would be removed.
[[nodiscard]] Result<void> pretend_to_remove_vanished(UploadContext& context);

}  // namespace mailhaul::migrate
