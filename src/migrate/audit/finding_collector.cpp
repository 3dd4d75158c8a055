#include "migrate/audit/finding_collector.hpp"

#include <algorithm>
#include <cassert>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace mailhaul::migrate {
namespace {

/// There may be a finding for every message, so the table is not searched row by row.
const FindingKind& row_of(std::string_view code) {
  static const std::unordered_map<std::string_view, const FindingKind*> rows_by_code = [] {
    std::unordered_map<std::string_view, const FindingKind*> rows;
    for (const FindingKind& kind : finding_kinds()) {
      rows.emplace(kind.code, &kind);
    }
    return rows;
  }();
  const auto found = rows_by_code.find(code);
  assert(found != rows_by_code.end());
  return *found->second;
}

void count(SeverityCounts& counts, Severity severity) {
  switch (severity) {
    case Severity::Error:
      ++counts.errors;
      break;
    case Severity::Warning:
      ++counts.warnings;
      break;
    case Severity::Note:
      ++counts.notes;
      break;
  }
}

/// The first ones of the worst severity stay.
void keep_example(std::vector<Finding>& examples, Finding&& finding) {
  const auto after = std::ranges::find_if(
      examples, [&finding](const Finding& each) { return each.severity < finding.severity; });
  if (after == examples.end() && examples.size() == FindingGroup::kExamples) {
    return;
  }
  examples.insert(after, std::move(finding));
  if (examples.size() > FindingGroup::kExamples) {
    examples.pop_back();
  }
}

}  // namespace

Finding finding_of(std::string_view code) {
  const FindingKind& row = row_of(code);
  return {.code = row.code, .severity = row.severity};
}

void FindingCollector::add(Finding finding) {
  if (finding.remedy.empty()) {
    finding.remedy = row_of(finding.code).handling;
  }
  if (*sink_) {
    (*sink_)(finding);
  }
  count(counts_, finding.severity);
  FindingGroup& group = groups_[finding.code];
  group.code = finding.code;
  group.severity = std::max(group.severity, finding.severity);
  ++group.places;
  group.count += finding.count;
  group.bytes += finding.bytes;
  keep_example(group.examples, std::move(finding));
}

std::vector<FindingGroup> FindingCollector::groups() const {
  std::vector<FindingGroup> groups;
  groups.reserve(groups_.size());
  for (const auto& [code, group] : groups_) {
    groups.push_back(group);
  }
  std::ranges::stable_sort(groups, std::ranges::greater{}, [](const FindingGroup& group) {
    return std::tuple(group.severity, group.places);
  });
  return groups;
}

}  // namespace mailhaul::migrate
