/// Finds messages that were renamed after their folder was read.
#pragma once

#include "maildir/directory_stamp.hpp"
#include "maildir/folder_directories.hpp"
#include "maildir/message_list_builder.hpp"

#include <optional>
#include <vector>

namespace mailhaul::maildir {

/// Reads the names of the folder again when that may help, and keeps them: after a user has marked
/// a hundred thousand messages as read, the second question must not cost as much as the first.
class NameFinder {
 public:
  explicit NameFinder(const FolderDirectories& directories) : directories_(directories) {}

  /// Where the message is now, as far as the names known here say; valid until the next call. Reads
  /// the folder if it was never read.
  [[nodiscard]] std::optional<MessageEntry> find(const MessageEntry& message);

  /// Reads the names again if they may have changed; false if what is known is what is there.
  [[nodiscard]] bool refresh();

 private:
  void read();

  const FolderDirectories& directories_;
  MessageListBuilder names_;
  /// Of the directories that are there, when the names were read; empty before.
  std::vector<DirectoryStamp> stamps_;
};

}  // namespace mailhaul::maildir
