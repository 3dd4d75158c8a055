/// Folder names, paths with '/', in the order and with the indentation of a tree.
#pragma once

#include "report/html/markup.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace mailhaul::report::html {

struct TreeRow {
  std::size_t index = 0;  ///< in the names given
  /// How many of the folders above it have a row.
  std::size_t depth = 0;
  /// The path of the nearest of them with its '/', and what follows it. UTF-8, as they are.
  std::string above = {};
  std::string label = {};
};

/// The INBOX first, every folder after its parent. A parent that is no folder itself has no row; it
/// stays in the label.
[[nodiscard]] std::vector<TreeRow> tree_rows(std::span<const std::string> names);

/// The label, indented and escaped for display, and behind it what `badges` holds.
[[nodiscard]] Markup tree_label(const TreeRow& row, const Markup& badges);

}  // namespace mailhaul::report::html
