/// The account as our reader finds it on the disk, in the words in which a server would tell it.
#pragma once

#include "conformance/account.hpp"
#include "conformance/old_server.hpp"

namespace mailhaul::conformance {

/// Mailboxes by the name that the old server gives them. A UID is that of the server's list.
[[nodiscard]] StoredAccount read_tree(const OldServer& server, const test::RealServer& running);

}  // namespace mailhaul::conformance
