/// A stored message that was renamed or moved at the source.
#pragma once

#include "migrate/upload/upload_context.hpp"

#include <cstdint>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/result.hpp>

namespace mailhaul::migrate {

/// Where a message is at the source now, and where that leads.
struct NewPlace {
  journal::FolderId folder = 0;
  Bytes unique_name;
  journal::MailboxId mailbox = 0;
  std::uint32_t flags = 0;  ///< as journal::flag bits
};

/// Journals the new name, and that the message is to follow on the server. False if it turned out
/// meanwhile that it was never stored: then it is a new message. Within a group of writes.
[[nodiscard]] Result<bool> follow_move(UploadContext& context,
                                       const journal::VanishedMessage& message,
                                       const NewPlace& place);

/// Journals that a stored message is to go to another mailbox, unless it is there or a command that
/// may have taken it elsewhere is not settled yet. Within a group of writes.
[[nodiscard]] Result<void> relocate_later(UploadContext& context, const journal::MessageRow& row,
                                          journal::MailboxId mailbox);

}  // namespace mailhaul::migrate
