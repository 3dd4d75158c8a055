/// Reads the names of one folder, which may change while it is read.
#pragma once

#include "maildir/folder_directories.hpp"

#include <functional>

#include <mailhaul/maildir/message_list.hpp>

namespace mailhaul::maildir {

struct FolderReadOptions {
  bool courier_keywords_beside_dovecot = false;
  /// Called after every pass over a directory; tests change the folder there.
  std::function<void()> after_pass = {};
};

[[nodiscard]] MessageList read_folder(const FolderDirectories& directories,
                                      const FolderReadOptions& options);

}  // namespace mailhaul::maildir
