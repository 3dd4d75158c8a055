/// What is left to do about messages whose outcome or UID is not final.
#pragma once

#include "migrate/upload/upload_context.hpp"

#include <cstdint>

#include <mailhaul/base/result.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

enum class NotSeen {
  Wait,       ///< the server may still be storing it: stays Unknown
  SendAgain,  ///< enough time has passed: it is not there
};

/// Looks for every Unknown message. Found ones become stored; those that are not there become
/// Unsent, at once if they cannot have been stored, otherwise as `not_seen` says; what cannot be
/// decided honestly stays Unknown.
Result<void> settle_unknown(ServerConnection& connection, UploadContext& context, NotSeen not_seen);

/// Binds UIDs to stored messages for which the server gave none.
Result<void> bind_uids(ServerConnection& connection, UploadContext& context);

/// One mailbox whose UIDVALIDITY changed and whose UIDs were forgotten, as below.
Result<void> rebind_mailbox(ServerConnection& connection, UploadContext& context,
                            const journal::MailboxRow& mailbox);

/// Mailboxes whose UIDVALIDITY changed: what was stored there is recognised by its content; the
/// rest counts as removed by its owner, which needs attention once.
Result<void> rebind_renewed(ServerConnection& connection, UploadContext& context);

/// Lists what was lost on the way as often as it was sent.
Result<void> report_not_sent(UploadContext& context);

/// Lists what is Unknown in the end as needing attention.
Result<void> report_unknown(UploadContext& context);

}  // namespace mailhaul::migrate
