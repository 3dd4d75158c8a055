/// Makes the target ready for the plan: creates what is missing, notes where each mailbox stands,
/// and subscribes.
#pragma once

#include "migrate/server/server_link.hpp"
#include "migrate/upload/upload_context.hpp"

#include <set>
#include <string>

#include <mailhaul/base/result.hpp>

namespace mailhaul::migrate {

/// Creates missing mailboxes level by level, journals UIDVALIDITY and low-water mark of each from a
/// STATUS taken while it is not selected, and fills `context.mailboxes`, `mailbox_ids` and
/// `folder_ids`; so also where the plan does not lead, but messages are whose fate an earlier run
/// left open. A mailbox that the server will not create or show makes its folders need
/// attention; the others go on. `keyworded`: mailboxes that get messages with keywords, so that
/// PERMANENTFLAGS has to be known. A connection that is lost meanwhile is made again; a CREATE
/// whose answer was lost with it is known as ours.
[[nodiscard]] Result<void> set_up_mailboxes(ServerLink& link, UploadContext& context,
                                            const std::set<std::string>& keyworded);

/// The same without a server, for a dry run.
[[nodiscard]] Result<void> pretend_mailboxes(UploadContext& context);

}  // namespace mailhaul::migrate
