#include "report/audit/tree_order.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <ranges>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <mailhaul/report/units.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::report {

namespace {

/// Trees that are named where something was found in many.
constexpr std::size_t kShownTrees = 3;

/// Greater is worse.
auto badness(const migrate::AuditedTree& tree) {
  const migrate::SeverityCounts& findings = tree.summary.totals.findings;
  return std::tuple(tree.failure.has_value(), tree.grade(), findings.errors, findings.warnings);
}

}  // namespace

std::vector<const migrate::AuditedTree*> worst_first(std::span<const migrate::AuditedTree> trees) {
  std::vector<const migrate::AuditedTree*> order;
  order.reserve(trees.size());
  for (const migrate::AuditedTree& tree : trees) {
    order.push_back(&tree);
  }
  std::ranges::stable_sort(order,
                           [](const auto* a, const auto* b) { return badness(*b) < badness(*a); });
  return order;
}

std::vector<migrate::FindingGroup> joined_groups(std::span<const migrate::AuditedTree> trees) {
  std::map<std::string_view, migrate::FindingGroup> by_code;
  for (const migrate::AuditedTree& tree : trees) {
    for (const migrate::FindingGroup& group : tree.summary.findings) {
      migrate::FindingGroup& joined = by_code[group.code];
      joined.code = group.code;
      joined.severity = std::max(joined.severity, group.severity);
      joined.places += group.places;
      joined.count += group.count;
      joined.bytes += group.bytes;
    }
  }
  std::vector<migrate::FindingGroup> groups;
  groups.reserve(by_code.size());
  for (auto& [code, group] : by_code) {
    groups.push_back(std::move(group));
  }
  std::ranges::stable_sort(groups, [](const auto& a, const auto& b) {
    return std::tuple(b.severity, b.places) < std::tuple(a.severity, a.places);
  });
  return groups;
}

TreesOfGroups trees_of_groups(std::span<const migrate::AuditedTree> trees) {
  std::map<std::string_view, std::vector<std::pair<std::uint64_t, std::string_view>>> places;
  for (const migrate::AuditedTree& tree : trees) {
    for (const migrate::FindingGroup& group : tree.summary.findings) {
      places[group.code].emplace_back(group.places, tree.maildir);
    }
  }
  TreesOfGroups words;
  for (auto& [code, of_trees] : places) {
    std::ranges::stable_sort(of_trees, std::ranges::greater{},
                             &std::pair<std::uint64_t, std::string_view>::first);
    std::vector<std::string> shown;
    for (const auto& [count, maildir] : of_trees | std::views::take(kShownTrees)) {
      shown.push_back(
          fmt::format("{} ({})", text::escape_for_display(maildir), format_count(count)));
    }
    words[code] = fmt::format("{}", fmt::join(shown, ", "));
    if (of_trees.size() > kShownTrees) {
      words[code] += fmt::format(" and {} more", of_trees.size() - kShownTrees);
    }
  }
  return words;
}

}  // namespace mailhaul::report
