/// Which of the layouts a tree has.
#pragma once

#include "maildir/folder_examiner.hpp"

#include <optional>
#include <string>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/maildir/folder_name.hpp>

namespace mailhaul::maildir {

/// The folders that either layout would show, as paths below MAILDIR, without the INBOX.
struct LayoutEvidence {
  bool root_holds_mail = false;
  /// `.INBOX`, `INBOX`.
  bool has_dot_inbox = false;
  bool has_plain_inbox = false;
  /// Files that only servers with Maildir++ write.
  bool has_marker = false;
  std::vector<Bytes> dot_folders = {};
  std::vector<Bytes> plain_folders = {};
};

[[nodiscard]] LayoutEvidence collect_layout_evidence(const Directory& maildir,
                                                     const DirectoryContents& contents);

/// Where the INBOX of a tree is.
enum class InboxPlace {
  Here,       ///< in the root, or in a folder of this name
  Elsewhere,  ///< given by the user; the tree may be empty then
  Nowhere,    ///< a shared tree needs none
};

/// `wanted` is the layout asked for. The error says both readings where the tree has two.
[[nodiscard]] Result<Layout> choose_layout(const LayoutEvidence& evidence, InboxPlace inbox,
                                           std::optional<Layout> wanted);

}  // namespace mailhaul::maildir
