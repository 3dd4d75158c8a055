/// Mailboxes whose messages the journal knows by UID, whether or not the plan of this run leads
/// there.
#pragma once

#include "migrate/upload/upload_context.hpp"

#include <optional>
#include <string>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

/// LIST showed it, or this run made it.
[[nodiscard]] bool is_on_server(const UploadContext& context, const std::string& mailbox);

/// All of the journal that are there.
[[nodiscard]] Result<std::vector<journal::MailboxRow>> mailboxes_on_server(
    const UploadContext& context);

/// Selects it for writing. Nothing if it is not there, or its UIDVALIDITY is not the journal's, so
/// that UIDs mean nothing; then nothing is selected that matters.
[[nodiscard]] Result<std::optional<Reply>> select_known(ServerConnection& connection,
                                                        const UploadContext& context,
                                                        const journal::MailboxRow& mailbox);

}  // namespace mailhaul::migrate
