/// Folders in the order and with the indentation of a tree.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <mailhaul/migrate/audit.hpp>

namespace mailhaul::report::html {

struct TreeRow {
  const migrate::AuditedFolder* folder = nullptr;
  /// How many of the folders above it have a row.
  std::size_t depth = 0;
  /// The path of the nearest of them with its '/', and what follows it. UTF-8, as they are.
  std::string above = {};
  std::string label = {};
};

/// The INBOX first, every folder after its parent. A parent that is no folder itself has no row; it
/// stays in the label.
[[nodiscard]] std::vector<TreeRow> tree_rows(std::span<const migrate::AuditedFolder> folders);

}  // namespace mailhaul::report::html
