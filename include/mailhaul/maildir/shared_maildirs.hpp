/// Courier's list of the Maildirs that other people share with this one: `shared-maildirs`, which
/// "maildirmake --add" writes.
#pragma once

#include <vector>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::maildir {

struct SharedMaildir {
  /// What the user sees: its folders are shared.NAME.FOLDER over IMAP.
  Bytes name;
  /// Where it is; without '/' at its end. The owner of the list can write anything here.
  Bytes path;

  friend bool operator==(const SharedMaildir&, const SharedMaildir&) = default;
};

/// Lines of a name, blanks or TABs, and a path. Those without both, and comments, are passed over.
[[nodiscard]] std::vector<SharedMaildir> parse_shared_maildirs(ByteView file);

}  // namespace mailhaul::maildir
