/// One directory of the tree: its mail directories, what may be folders below it, and what is odd.
#pragma once

#include <cstdint>
#include <vector>

#include <mailhaul/maildir/anomaly.hpp>
#include <mailhaul/maildir/directory.hpp>
#include <mailhaul/maildir/inventory.hpp>

namespace mailhaul::maildir {

/// The names in a directory by what they may mean to a reader of folders.
struct DirectoryContents {
  FileType cur = FileType::Unknown;
  /// What `new` is.
  FileType fresh = FileType::Unknown;
  FileType tmp = FileType::Unknown;
  /// Directories and links but cur, new and tmp, sorted.
  std::vector<Bytes> directories;
  std::vector<Bytes> links;
  /// Regular files whose names are those of deliveries.
  std::uint64_t stray_messages = 0;
  /// Every other regular file, sorted.
  std::vector<Bytes> files;

  /// `cur` or `new` is a directory.
  [[nodiscard]] bool holds_mail() const {
    return cur == FileType::Directory || fresh == FileType::Directory;
  }
};

/// Returns errno as well; the contents are what could be read.
[[nodiscard]] int list_contents(const Directory& directory, DirectoryContents& contents);

/// Makes the Folder for a directory that holds mail, and adds what is odd about its mail
/// directories to `anomalies`. Levels are left empty.
[[nodiscard]] Folder examine_folder(const Directory& directory, ByteView path,
                                    const DirectoryContents& contents, Layout layout,
                                    std::int64_t now, std::vector<Anomaly>& anomalies);

}  // namespace mailhaul::maildir
