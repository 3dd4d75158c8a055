#include "maildir/tree_scan.hpp"

#include "maildir/filter_rules.hpp"
#include "maildir/folder_directories.hpp"
#include "maildir/foreign_format.hpp"
#include "maildir/layout_detection.hpp"
#include "maildir/line_reader.hpp"
#include "maildir/mail_directory.hpp"
#include "maildir/quota.hpp"
#include "maildir/shared_subscriptions.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

namespace mailhaul::maildir {
namespace {

constexpr ByteView kCourierSubscriptions = "courierimapsubscribed";
constexpr ByteView kDovecotSubscriptions = "subscriptions";
constexpr ByteView kSharedMaildirs = "shared-maildirs";

Result<Layout> detect_layout(const Directory& maildir, const DirectoryContents& contents,
                             InboxPlace inbox, std::optional<Layout> wanted) {
  if (!wanted && has_guid_layout(maildir, contents)) {
    return fail(ErrorKind::SourceUnusable,
                "the folders are named by Dovecot's GUIDs (LAYOUT=index), and their real names are "
                "only in Dovecot's own index",
                {},
                "copy the mailbox into a Maildir with \"doveadm sync\", or use --layout fs to get "
                "the GUIDs as names");
  }
  auto layout = choose_layout(collect_layout_evidence(maildir, contents), inbox, wanted);
  if (!layout && !contents.holds_mail()) {
    if (const auto format = recognise_foreign_format(maildir, contents)) {
      return fail(ErrorKind::SourceUnusable, fmt::format("this is {}, not a Maildir", *format), {},
                  "convert it to a Maildir first");
    }
  }
  return layout;
}

std::optional<Bytes> read_root_file(const Directory& maildir, ByteView name,
                                    std::vector<Anomaly>& anomalies) {
  const auto opened = maildir.open_file(name);
  const auto* const file = std::get_if<OpenFile>(&opened);
  auto content = file == nullptr ? std::get<Refused>(opened) : read_whole(*file);
  if (const auto* const refused = std::get_if<Refused>(&content)) {
    if (refused->reason != Refusal::NotFound) {
      anomalies.push_back(
          {.kind = AnomalyKind::UnreadableMetadata, .path = Bytes(name), .refused = *refused});
    }
    return std::nullopt;
  }
  return std::get<Bytes>(std::move(content));
}

Subscriptions read_subscriptions(const SourceTree& trees, std::vector<Anomaly>& anomalies) {
  Subscriptions subscriptions;
  if (const auto file = read_root_file(trees.maildir, kCourierSubscriptions, anomalies)) {
    subscriptions.add_courier(*file);
  }
  const bool elsewhere = trees.control && trees.control->facts(kDovecotSubscriptions);
  const Directory& dovecots = elsewhere ? *trees.control : trees.maildir;
  if (const auto file = read_root_file(dovecots, kDovecotSubscriptions, anomalies)) {
    subscriptions.add_dovecot(*file);
  }
  return subscriptions;
}

NameEncoding detect_encoding(Inventory& inventory, const Subscriptions& subscriptions) {
  EncodingEvidence evidence;
  for (const Folder& folder : inventory.folders) {
    evidence.add(folder.directory);
  }
  for (const Bytes& name : subscriptions.names()) {
    evidence.add(name);
  }
  if (evidence.is_ambiguous()) {
    inventory.anomalies.push_back({.kind = AnomalyKind::AmbiguousNameEncoding});
  }
  return evidence.decide();
}

void name_folder(Folder& folder, const Inventory& inventory, Subscriptions& subscriptions) {
  if (folder.is_inbox) {
    const std::vector<Bytes> levels = {"INBOX"};
    folder.subscribed = subscriptions.take(levels);
    folder.levels = levels;
    return;
  }
  const auto raw_levels = split_levels(folder.directory, inventory.layout);
  folder.subscribed = subscriptions.take(raw_levels);
  FolderName name = parse_folder_name(folder.directory, inventory.layout, inventory.encoding);
  folder.levels = std::move(name.levels);
  folder.name_anomalies = name.anomalies;
}

/// Lists the root of a tree and chooses its layout.
Result<Layout> examine_root(const Directory& root, InboxPlace inbox, const ScanOptions& options,
                            DirectoryContents& contents) {
  if (const int error_number = list_contents(root, contents); error_number != 0) {
    return fail(ErrorKind::SourceUnusable,
                describe({.reason = Refusal::InputOutput, .error_number = error_number}));
  }
  return detect_layout(root, contents, inbox, options.layout);
}

bool is_same_directory(const FileFacts& left, const FileFacts& right) {
  return left.device == right.device && left.inode == right.inode;
}

/// Puts the INBOX that lies elsewhere in the place of what the tree itself would take for it.
Result<void> replace_inbox(const SourceTree& trees, const ScanOptions& options,
                           FoundFolders& found) {
  DirectoryContents contents;
  const int error_number = list_contents(*trees.inbox, contents);
  if (error_number != 0 || !contents.holds_mail()) {
    return fail(ErrorKind::SourceUnusable,
                "the directory given for the INBOX has neither cur nor new", {},
                "--inbox names the directory that holds cur, new and tmp of the INBOX");
  }
  const FileFacts inbox = trees.inbox->facts();
  std::erase_if(found.folders, [&](Folder& folder) {
    folder.is_inbox = false;
    if (folder.directory.empty()) {
      found.anomalies.push_back({.kind = AnomalyKind::FolderOutsideLayout,
                                 .count = count_messages(trees.maildir, ByteView("."))});
      return true;
    }
    const auto facts = trees.maildir.facts(folder.directory);
    return facts && is_same_directory(*facts, inbox);
  });
  std::erase_if(found.anomalies,
                [](const Anomaly& anomaly) { return anomaly.kind == AnomalyKind::NoInbox; });
  // No folder of the tree lies in there, whatever its layout.
  Folder folder = examine_folder(*trees.inbox, "", contents, Layout::MaildirPlusPlus, options.now,
                                 found.anomalies);
  folder.is_inbox = true;
  found.folders.insert(found.folders.begin(), std::move(folder));
  return {};
}

Bytes path_in(const SharedTree& tree, const Bytes& path) {
  return path.empty() ? tree.path : join_path(tree.path, path);
}

void name_shared_folder(Folder& folder, const SharedTree& tree, Layout layout,
                        NameEncoding encoding) {
  folder.levels = tree.prefix;
  if (!folder.directory.empty()) {
    FolderName name = parse_folder_name(folder.directory, layout, encoding);
    std::ranges::move(name.levels, std::back_inserter(folder.levels));
    folder.name_anomalies = name.anomalies;
  }
  folder.is_inbox = false;
}

}  // namespace

Result<Inventory> scan_maildir(const SourceTree& trees, const ScanOptions& options) {
  DirectoryContents contents;
  const auto layout = examine_root(
      trees.maildir, trees.inbox ? InboxPlace::Elsewhere : InboxPlace::Here, options, contents);
  if (!layout) {
    return fail(layout.error());
  }
  FoundFolders found = find_folders(trees.maildir, contents, *layout, options.now);
  if (trees.inbox) {
    if (auto replaced = replace_inbox(trees, options, found); !replaced) {
      return fail(std::move(replaced).error());
    }
  }
  Inventory inventory{.layout = *layout,
                      .folders = std::move(found.folders),
                      .anomalies = std::move(found.anomalies)};
  std::ranges::move(find_filter_rules(trees.maildir, contents),
                    std::back_inserter(inventory.anomalies));
  report_quota(trees.maildir, inventory.anomalies);
  Subscriptions subscriptions = read_subscriptions(trees, inventory.anomalies);
  const NameEncoding detected = detect_encoding(inventory, subscriptions);
  inventory.encoding = options.encoding.value_or(detected);
  for (Folder& folder : inventory.folders) {
    name_folder(folder, inventory, subscriptions);
  }
  inventory.unknown_subscriptions = subscriptions.left();
  std::ranges::move(list_shared_copies(trees.maildir),
                    std::back_inserter(inventory.unknown_subscriptions));
  if (const auto file = read_root_file(trees.maildir, kSharedMaildirs, inventory.anomalies)) {
    inventory.shared_maildirs = parse_shared_maildirs(*file);
  }
  return inventory;
}

Result<Inventory> scan_shared(const SharedTree& tree, std::size_t index,
                              const ScanOptions& options) {
  DirectoryContents contents;
  const auto layout = examine_root(tree.directory, InboxPlace::Nowhere, options, contents);
  if (!layout) {
    return fail(layout.error());
  }
  FoundFolders found = find_folders(tree.directory, contents, *layout, options.now);
  std::erase_if(found.anomalies,
                [](const Anomaly& anomaly) { return anomaly.kind == AnomalyKind::NoInbox; });
  Inventory inventory{.layout = *layout,
                      .folders = std::move(found.folders),
                      .anomalies = std::move(found.anomalies)};
  inventory.encoding = options.encoding.value_or(detect_encoding(inventory, Subscriptions()));
  for (Folder& folder : inventory.folders) {
    name_shared_folder(folder, tree, inventory.layout, inventory.encoding);
    folder.directory = path_in(tree, folder.directory);
    folder.shared_tree = index;
  }
  for (Anomaly& anomaly : inventory.anomalies) {
    anomaly.path = path_in(tree, anomaly.path);
  }
  return inventory;
}

}  // namespace mailhaul::maildir
