/// Takes findings as they are made: passes each on, and keeps counts and the first of every kind.
#pragma once

#include <map>
#include <string_view>
#include <vector>

#include <mailhaul/migrate/audit.hpp>

namespace mailhaul::migrate {

/// A finding of that code, with the severity and the handling of its row.
[[nodiscard]] Finding finding_of(std::string_view code);

class FindingCollector {
 public:
  explicit FindingCollector(const FindingSink& sink) : sink_(&sink) {}

  /// Without a remedy of its own a finding gets the handling of its row.
  void add(Finding finding);

  /// Of all findings so far.
  [[nodiscard]] const SeverityCounts& counts() const { return counts_; }

  /// In the order of AuditSummary::findings.
  [[nodiscard]] std::vector<FindingGroup> groups() const;

 private:
  const FindingSink* sink_;
  std::map<std::string_view, FindingGroup> groups_;
  SeverityCounts counts_;
};

}  // namespace mailhaul::migrate
