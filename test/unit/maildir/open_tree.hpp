/// Opens a test tree the way the program does.
#pragma once

#include "support/maildir_builder.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <mailhaul/maildir/maildir_root.hpp>
#include <mailhaul/maildir/scanner.hpp>

namespace mailhaul::maildir {

inline Directory open_tree(const test::TemporaryMaildir& tree, AccessRules rules = {}) {
  auto directory = open_maildir(tree.path(), rules);
  EXPECT_TRUE(directory) << (directory ? "" : directory.error().message());
  return *std::move(directory);
}

inline Scanner scan(const test::TemporaryMaildir& tree, const ScanOptions& options = {}) {
  auto scanner = Scanner::open(open_tree(tree), options);
  EXPECT_TRUE(scanner) << (scanner ? "" : scanner.error().message());
  return *std::move(scanner);
}

/// The folder INBOX of a tree, open.
inline OpenFolder open_inbox(const test::TemporaryMaildir& tree, const ScanOptions& options = {}) {
  const Scanner scanner = scan(tree, options);
  auto folder = scanner.open_folder(scanner.inventory().folders.at(0));
  EXPECT_TRUE(folder) << (folder ? "" : folder.error().message());
  return *std::move(folder);
}

inline std::vector<std::string> file_names(const MessageList& list) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < list.size(); ++i) {
    names.emplace_back(list[i].file_name);
  }
  return names;
}

/// "kind path" or "kind path refusal", sorted.
inline std::vector<std::string> to_strings(const std::vector<Anomaly>& anomalies) {
  std::vector<std::string> lines;
  for (const Anomaly& anomaly : anomalies) {
    std::string line = std::string(to_string(anomaly.kind)) + ' ' + anomaly.path;
    if (anomaly.kind == AnomalyKind::SpecialFile || anomaly.kind == AnomalyKind::UnreadableFolder ||
        anomaly.kind == AnomalyKind::UnreadableMetadata ||
        anomaly.kind == AnomalyKind::CurIsNoDirectory) {
      line += ' ' + std::string(to_string(anomaly.refused.reason));
    }
    if (anomaly.count > 0) {
      line += ' ' + std::to_string(anomaly.count);
    }
    lines.push_back(line);
  }
  std::ranges::sort(lines);
  return lines;
}

/// The whole content of a message.
inline std::string content_of(MessageFile& file) {
  std::string content;
  std::vector<char> buffer(7);
  while (true) {
    const auto count = file.read(buffer);
    EXPECT_TRUE(count);
    if (!count || *count == 0) {
      return content;
    }
    content.append(buffer.data(), *count);
  }
}

}  // namespace mailhaul::maildir
