#include "migrate/audit/inventory_findings.hpp"

#include "migrate/audit/folder_findings.hpp"
#include "migrate/source/anomaly_meaning.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <ranges>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <mailhaul/text/escape.hpp>
#include <mailhaul/text/utf8.hpp>

namespace mailhaul::migrate {
namespace {

using maildir::AnomalyKind;

/// Kinds that are found within a folder, wherever that is.
bool is_in_a_folder(AnomalyKind kind) {
  switch (kind) {
    case AnomalyKind::NestedFolder:
    case AnomalyKind::FolderNamedCur:
    case AnomalyKind::MessageOutsideFolder:
    case AnomalyKind::MissingCur:
    case AnomalyKind::MissingNew:
    case AnomalyKind::MissingTmp:
    case AnomalyKind::CurIsNoDirectory:
    case AnomalyKind::UnreadableFolder:
    case AnomalyKind::ForeignFolderOwner:
    case AnomalyKind::StaleTmpFiles:
    case AnomalyKind::DovecotExtraDirectory:
    case AnomalyKind::PrivateFlags:
      return true;
    default:
      return false;
  }
}

/// Paths below MAILDIR lie in its root; those of shared trees are absolute.
bool lies_in(const Bytes& path, const Bytes& directory) {
  return directory.empty() ? !path.starts_with('/')
                           : path == directory || path.starts_with(directory + '/');
}

void add_outside(const maildir::Anomaly& anomaly, FindingCollector& findings) {
  const std::optional<AnomalyMeaning> meaning = meaning_of(anomaly);
  if (!meaning) {
    return;
  }
  Finding finding =
      tree_finding(meaning->code, meaning->text, anomaly.count == 0 ? 1 : anomaly.count);
  finding.folder = text::utf8_or_windows1252(anomaly.path);
  finding.directory = anomaly.path;
  finding.bytes = anomaly.bytes;
  findings.add(std::move(finding));
}

bool is_shared_name(const Bytes& name) {
  return name.starts_with("#shared") || name.starts_with("shared.") || name.starts_with("shared/");
}

/// "Gone, Work.Old and 3 more"
std::string first_of(const std::vector<Bytes>& names) {
  constexpr std::size_t kShown = 5;
  std::vector<std::string> shown;
  for (const Bytes& name : names | std::views::take(kShown)) {
    shown.push_back(text::escape_for_display(name));
  }
  return names.size() > kShown
             ? fmt::format("{} and {} more", fmt::join(shown, ", "), names.size() - kShown)
             : fmt::format("{}", fmt::join(shown, ", "));
}

void add_subscriptions(const maildir::Inventory& inventory, FindingCollector& findings) {
  std::vector<Bytes> lost = inventory.unknown_subscriptions;
  const auto others = std::ranges::stable_partition(lost, std::not_fn(is_shared_name));
  const std::vector<Bytes> shared(others.begin(), others.end());
  lost.erase(others.begin(), others.end());
  if (!shared.empty()) {
    findings.add(tree_finding("tree.shared-subscriptions", "subscribed: " + first_of(shared),
                              shared.size()));
  }
  if (!lost.empty()) {
    findings.add(
        tree_finding("tree.lost-subscriptions", "subscribed: " + first_of(lost), lost.size()));
  }
}

/// Those that the user did not name with --shared.
void add_shared_maildirs(AuditContext& context) {
  for (const maildir::SharedMaildir& shared : context.tree.inventory().shared_maildirs) {
    if (context.tree.is_shared_tree(shared.path)) {
      continue;
    }
    const std::string path = text::escape_for_display(shared.path);
    Finding finding = tree_finding(
        "tree.shared-maildirs",
        fmt::format("{} is shared from {}", text::escape_for_display(shared.name), path), 1);
    finding.remedy =
        fmt::format("Nothing of it is moved unless --shared PREFIX={} is given.", path);
    context.findings.add(std::move(finding));
  }
}

}  // namespace

const maildir::Folder* folder_of(const maildir::Anomaly& anomaly,
                                 const maildir::Inventory& inventory) {
  const maildir::Folder* innermost = nullptr;
  if (!is_in_a_folder(anomaly.kind)) {
    return innermost;
  }
  for (const maildir::Folder& folder : inventory.folders) {
    if (lies_in(anomaly.path, folder.directory) &&
        (innermost == nullptr || folder.directory.size() > innermost->directory.size())) {
      innermost = &folder;
    }
  }
  return innermost;
}

void add_inventory_findings(AuditContext& context) {
  const maildir::Inventory& inventory = context.tree.inventory();
  for (const maildir::Anomaly& anomaly : inventory.anomalies) {
    // The list of what is shared says more than that there are copies of it.
    const bool is_said_otherwise =
        anomaly.kind == AnomalyKind::SharedFolders && !inventory.shared_maildirs.empty();
    if (folder_of(anomaly, inventory) == nullptr && !is_said_otherwise) {
      add_outside(anomaly, context.findings);
    }
  }
  add_subscriptions(inventory, context.findings);
  add_shared_maildirs(context);
}

}  // namespace mailhaul::migrate
