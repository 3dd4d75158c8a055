#include "migrate/audit/plan_findings.hpp"

#include "migrate/audit/folder_findings.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

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

}  // namespace

void add_plan_findings(AuditContext& context, const Plan& plan) {
  add_missing_parents(context, plan);
  add_trash_archive(context, plan);
  add_depth(context);
  for (const std::string& rule : plan.unused_rules) {
    context.findings.add(tree_finding("tree.rule-unused", rule));
  }
  const std::optional<std::size_t> limit = context.traits().mailbox_count_limit;
  const std::size_t mailboxes = plan.create.size() + plan.existing;
  if (limit && mailboxes > *limit) {
    context.findings.add(tree_finding(
        "tree.too-many-folders",
        fmt::format("{} mailboxes are needed; the target takes {}", mailboxes, *limit), mailboxes));
  }
}

}  // namespace mailhaul::migrate
