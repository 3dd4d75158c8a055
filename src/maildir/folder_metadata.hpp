/// What the servers noted about the messages of a folder: UIDs and keywords.
#pragma once

#include "maildir/folder_directories.hpp"
#include "maildir/message_list_builder.hpp"

namespace mailhaul::maildir {

/// Gives the indexed builder the UIDs of dovecot-uidlist or courierimapuiddb; where both servers
/// left theirs, of the newer file.
void read_uids(const FolderDirectories& directories, MessageListBuilder& builder);

/// Gives the builder the keywords of both servers, those of Courier only if Dovecot left none or
/// `courier_too`.
void read_keywords(const FolderDirectories& directories, bool courier_too,
                   MessageListBuilder& builder);

}  // namespace mailhaul::maildir
