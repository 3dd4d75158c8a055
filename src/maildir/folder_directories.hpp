/// The open directories of one folder, and paths in it for reports.
#pragma once

#include <optional>
#include <vector>

#include <mailhaul/maildir/anomaly.hpp>
#include <mailhaul/maildir/directory.hpp>
#include <mailhaul/maildir/inventory.hpp>
#include <mailhaul/maildir/message_list.hpp>

namespace mailhaul::maildir {

struct FolderDirectories {
  /// Path of the folder below MAILDIR; empty for MAILDIR itself.
  Bytes path;
  Directory folder;
  std::optional<Directory> new_directory = {};
  std::optional<Directory> cur_directory = {};
  /// Where Dovecot keeps its lists, if not in the folder.
  std::optional<Directory> control = {};
  /// Why one of the two is missing here although the folder has it.
  std::vector<Anomaly> anomalies = {};

  [[nodiscard]] const Directory* find(Subdirectory subdirectory) const;

  /// Path of something in the folder, below MAILDIR: ".Sent/cur".
  [[nodiscard]] Bytes path_of(ByteView name) const;
};

/// `folder` says which of the two to open.
[[nodiscard]] FolderDirectories open_subdirectories(Directory directory, const Folder& folder);

/// Path of `name` in `directory`, which may be empty.
[[nodiscard]] Bytes join_path(ByteView directory, ByteView name);

}  // namespace mailhaul::maildir
