/// Finds the folders of a tree whose layout is known.
#pragma once

#include "maildir/folder_examiner.hpp"

#include <cstdint>
#include <vector>

#include <mailhaul/maildir/anomaly.hpp>
#include <mailhaul/maildir/inventory.hpp>

namespace mailhaul::maildir {

struct FoundFolders {
  /// The INBOX first, then by directory; levels are not filled in.
  std::vector<Folder> folders;
  std::vector<Anomaly> anomalies;
};

/// `contents` are those of `maildir`; `now` as in ScanOptions.
[[nodiscard]] FoundFolders find_folders(const Directory& maildir, const DirectoryContents& contents,
                                        Layout layout, std::int64_t now);

}  // namespace mailhaul::maildir
