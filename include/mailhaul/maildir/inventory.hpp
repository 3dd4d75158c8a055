/// What a tree holds, before any message is looked at.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/maildir/anomaly.hpp>
#include <mailhaul/maildir/folder_name.hpp>
#include <mailhaul/maildir/shared_maildirs.hpp>

namespace mailhaul::maildir {

struct Folder {
  /// Path below MAILDIR, raw bytes: ".Sent", "A/B"; empty for the INBOX unless it is a folder of
  /// its own. Absolute for a folder of a shared tree.
  Bytes directory;
  /// UTF-8, as on disk; {"INBOX"} for the INBOX. Namespace prefixes are still there.
  std::vector<std::string> levels = {};
  FolderNameAnomalies name_anomalies = {};
  bool is_inbox = false;
  bool subscribed = false;
  bool has_cur = false;
  bool has_new = false;
  bool has_tmp = false;
  /// False if the directory could not be opened or listed; the anomalies say why.
  bool readable = true;
  /// Which of SourceTree::shared it is from; its levels begin with the prefix of that tree.
  std::optional<std::size_t> shared_tree = {};
};

struct Inventory {
  Layout layout = Layout::MaildirPlusPlus;
  NameEncoding encoding = NameEncoding::Mutf7;
  /// The INBOX first, then by directory; those of shared trees behind all others.
  std::vector<Folder> folders = {};
  std::vector<Anomaly> anomalies = {};
  /// Subscribed names without a folder, as they are in the file.
  std::vector<Bytes> unknown_subscriptions = {};
  /// What Courier shows the user of other Maildirs.
  std::vector<SharedMaildir> shared_maildirs = {};
};

}  // namespace mailhaul::maildir
