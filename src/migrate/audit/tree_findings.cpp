#include "migrate/audit/tree_findings.hpp"

#include "migrate/audit/folder_findings.hpp"
#include "migrate/source/anomaly_meaning.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <mailhaul/text/ascii.hpp>
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

Finding tree_finding(std::string_view code, std::string text, std::uint64_t count = 1) {
  Finding finding = finding_of(code);
  finding.text = std::move(text);
  finding.count = count;
  return finding;
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

void add_subscriptions(const maildir::Inventory& inventory, FindingCollector& findings) {
  const auto shared = static_cast<std::uint64_t>(
      std::ranges::count_if(inventory.unknown_subscriptions, is_shared_name));
  const std::uint64_t lost = inventory.unknown_subscriptions.size() - shared;
  if (shared > 0) {
    findings.add(tree_finding("tree.shared-subscriptions",
                              fmt::format("subscribed folders of other people: {}", shared),
                              shared));
  }
  if (lost > 0) {
    findings.add(tree_finding("tree.lost-subscriptions",
                              fmt::format("subscribed folders that do not exist: {}", lost), lost));
  }
}

const AuditedFolder* row_of(const AuditContext& context, const Bytes& directory) {
  const auto found =
      std::ranges::find(context.summary.folders, directory, &AuditedFolder::directory);
  return found == context.summary.folders.end() ? nullptr : &*found;
}

using Levels = std::vector<std::string>;

/// Of a folder's name without INBOX before it.
Levels own_levels(const maildir::Folder& folder) {
  Levels levels = folder.levels;
  if (levels.size() > 1 && text::equals_ignoring_case(levels.front(), "INBOX")) {
    levels.erase(levels.begin());
  }
  return levels;
}

/// Once for each parent, at the first of its children.
void add_missing_parents(AuditContext& context, const Plan& plan) {
  const std::vector<maildir::Folder>& folders = context.tree.inventory().folders;
  std::set<Levels> names;
  for (const maildir::Folder& folder : folders) {
    names.insert(own_levels(folder));
  }
  for (const PlannedFolder& planned : plan.folders) {
    Levels parent = own_levels(folders[planned.folder]);
    parent.pop_back();
    if (!parent.empty() && !folders[planned.folder].shared_tree && names.insert(parent).second) {
      context.findings.add(finding_at(
          "folder.missing-parent", *row_of(context, planned.directory),
          fmt::format("{} does not exist",
                      text::escape_for_display(fmt::format("{}", fmt::join(parent, "/"))))));
    }
  }
}

void add_trash_archive(AuditContext& context, const Plan& plan) {
  const PlannedFolder* first = nullptr;
  std::uint64_t subfolders = 0;
  for (const PlannedFolder& planned : plan.folders) {
    if (planned.is_trash &&
        own_levels(context.tree.inventory().folders[planned.folder]).size() > 1) {
      first = first == nullptr ? &planned : first;
      ++subfolders;
    }
  }
  if (first != nullptr) {
    context.findings.add(finding_at("folder.trash-archive", *row_of(context, first->directory),
                                    fmt::format("subfolders of the Trash: {}", subfolders),
                                    subfolders));
  }
}

void add_depth(AuditContext& context) {
  const target::ProfileTraits& traits = context.traits();
  if (!traits.level_count_limit || !traits.hierarchy_delimiter) {
    return;
  }
  for (const AuditedFolder& row : context.summary.folders) {
    const auto levels =
        static_cast<std::size_t>(std::ranges::count(row.mailbox, *traits.hierarchy_delimiter)) + 1;
    if (levels > *traits.level_count_limit) {
      context.findings.add(finding_at(
          "folder.too-deep", row,
          fmt::format("it has {} levels; the target takes {}", levels, *traits.level_count_limit)));
    }
  }
}

void add_crowded_mailboxes(AuditContext& context) {
  const std::optional<std::size_t> limit = context.traits().messages_per_mailbox_limit;
  if (!limit) {
    return;
  }
  std::map<std::string_view, std::uint64_t> messages;
  for (const AuditedFolder& row : context.summary.folders) {
    std::uint64_t& sum = messages[row.mailbox];
    const bool was_within = sum <= *limit;
    sum += row.messages;
    if (!row.mailbox.empty() && was_within && sum > *limit) {
      context.findings.add(
          finding_at("folder.too-many-messages", row,
                     fmt::format("{} would hold {} messages; the target takes {}",
                                 text::escape_for_display(row.mailbox), sum, *limit),
                     sum));
    }
  }
}

void add_keywords(AuditContext& context) {
  if (!context.traits().accepts_keywords && context.messages_with_keywords > 0) {
    context.findings.add(
        tree_finding("tree.keywords-lost",
                     fmt::format("{} messages have keywords, which {} does not keep",
                                 context.messages_with_keywords, context.traits().name),
                     context.messages_with_keywords));
  }
}

void add_header_names(AuditContext& context) {
  const std::optional<std::size_t> limit = context.traits().header_name_limit;
  const std::uint64_t count = context.header_names.count();
  // The limit is that of a database with many users; one of them should not take half of it.
  if (limit && count > *limit / 2) {
    context.findings.add(tree_finding(
        "tree.header-names",
        fmt::format("the messages have {} different X- header fields; a database of {} holds {}",
                    count, context.traits().name, *limit),
        count));
  }
}

void add_dates(AuditContext& context) {
  if (context.traits().date_keeping == target::DateKeeping::Kept ||
      context.summary.totals.messages == 0) {
    return;
  }
  context.findings.add(
      tree_finding("tree.dates-not-kept",
                   context.traits().date_keeping == target::DateKeeping::Ignored
                       ? fmt::format("{} shows the time of the upload as the date received",
                                     context.traits().name)
                       : fmt::format("{} keeps dates from Service Pack 2 Update Rollup 5 on only",
                                     context.traits().name),
                   context.summary.totals.messages));
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
    if (folder_of(anomaly, inventory) == nullptr) {
      add_outside(anomaly, context.findings);
    }
  }
  add_subscriptions(inventory, context.findings);
}

void add_plan_findings(AuditContext& context, const Plan& plan) {
  add_missing_parents(context, plan);
  add_trash_archive(context, plan);
  add_depth(context);
  const std::optional<std::size_t> limit = context.traits().mailbox_count_limit;
  const std::size_t mailboxes = plan.create.size() + plan.existing;
  if (limit && mailboxes > *limit) {
    context.findings.add(tree_finding(
        "tree.too-many-folders",
        fmt::format("{} mailboxes are needed; the target takes {}", mailboxes, *limit), mailboxes));
  }
}

void add_sum_findings(AuditContext& context) {
  if (context.summary.totals.messages == 0) {
    context.findings.add(tree_finding("tree.empty", "it holds no message"));
  }
  add_crowded_mailboxes(context);
  add_keywords(context);
  add_header_names(context);
  add_dates(context);
}

}  // namespace mailhaul::migrate
