/// --adopt: messages that are on the server already, without a journal that knows them.
#pragma once

#include "migrate/upload/upload_context.hpp"

#include <mailhaul/base/result.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

/// Reads every message of the source that the journal does not know and writes it down as not sent;
/// from then on the journal remembers that adopting has to be finished before anything is sent. May
/// be repeated. Errors are of kind Journal.
[[nodiscard]] Result<void> list_adoptable(UploadContext& context);

/// Recognises them in their mailboxes by content (adoption_match). What is found is stored from now
/// on, and will never be uploaded; the rest is sent as always.
[[nodiscard]] Result<void> adopt_messages(ServerConnection& connection, UploadContext& context);

}  // namespace mailhaul::migrate
