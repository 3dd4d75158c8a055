/// The folders of one directory tree, with their names: MAILDIR, or a shared tree.
#pragma once

#include "maildir/folder_walk.hpp"

#include <optional>

#include <mailhaul/base/result.hpp>
#include <mailhaul/maildir/inventory.hpp>
#include <mailhaul/maildir/scanner.hpp>
#include <mailhaul/maildir/source_tree.hpp>
#include <mailhaul/maildir/subscriptions.hpp>

namespace mailhaul::maildir {

/// MAILDIR, with its INBOX and subscriptions wherever they are.
[[nodiscard]] Result<Inventory> scan_maildir(const SourceTree& trees, const ScanOptions& options);

/// The folders of a shared tree by their absolute paths, below its prefix; nothing else of the
/// inventory but its anomalies. What lies in the root of the tree is the folder `prefix` itself.
[[nodiscard]] Result<Inventory> scan_shared(const SharedTree& tree, std::size_t index,
                                            const ScanOptions& options);

}  // namespace mailhaul::maildir
