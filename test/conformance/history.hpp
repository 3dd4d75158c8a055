/// What a user did on an old server over the years, in one go.
#pragma once

#include "conformance/imap_client.hpp"
#include "conformance/old_server.hpp"

namespace mailhaul::conformance {

/// Fills an empty account over IMAP: nested and non-ASCII mailboxes, empty ones, ones with a name
/// but no mail, renamed and deleted ones; messages of many shapes with dates, flags and keywords,
/// copied, moved and expunged; subscriptions to some of it, and to a mailbox that is gone.
void live(ImapClient& client, const OldServer& server);

}  // namespace mailhaul::conformance
