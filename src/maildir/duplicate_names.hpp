/// Several names with one identity in a folder: one message seen twice, or several messages.
#pragma once

#include "maildir/folder_directories.hpp"
#include "maildir/message_list_builder.hpp"

namespace mailhaul::maildir {

/// Drops from the indexed builder the names that are gone by now (a rename during the scan) and all
/// but one of those that hold the same bytes; marks those that hold other bytes. Both kinds of real
/// duplicates are reported.
void resolve_duplicate_names(MessageListBuilder& builder, const FolderDirectories& directories);

}  // namespace mailhaul::maildir
