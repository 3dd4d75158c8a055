/// All directories that belong to one move: MAILDIR, and what the servers were told to keep
/// elsewhere.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/maildir/directory.hpp>

namespace mailhaul::maildir {

/// Folders that several people use: a public namespace of Dovecot, a Maildir that Courier shares,
/// another user's Maildir.
struct SharedTree {
  Directory directory;
  /// Without links and without '/' at its end; raw bytes. Stands before the names of its folders.
  Bytes path;
  /// Below which name its folders go, UTF-8; never empty.
  std::vector<std::string> prefix;
};

struct SourceTree {
  /// A tree that has everything in one place, as most have.
  // NOLINTNEXTLINE(google-explicit-constructor): a Directory is a whole SourceTree
  SourceTree(Directory root) : maildir(std::move(root)) {}

  Directory maildir;
  /// Dovecot's INBOX=: the Maildir of the INBOX alone.
  std::optional<Directory> inbox = {};
  /// Dovecot's CONTROL=: its lists of UIDs, keywords and subscriptions.
  std::optional<Directory> control = {};
  std::vector<SharedTree> shared = {};
};

}  // namespace mailhaul::maildir
