/// The parts of an audit's page.
#pragma once

#include "report/audit/tree_order.hpp"
#include "report/html/markup.hpp"
#include "report/html/page.hpp"

#include <span>
#include <string>
#include <vector>

#include <mailhaul/migrate/audit.hpp>

namespace mailhaul::report::html {

[[nodiscard]] Tone tone_of(migrate::Severity severity);
[[nodiscard]] Tone tone_of(migrate::Grade grade);

/// The numbers below the verdict.
[[nodiscard]] Markup audit_tiles(const migrate::AuditTotals& totals);

/// Where a part stands in a page that may hold many trees.
struct Place {
  std::string prefix;  ///< put before every id: "" or "tree-3-"
  int level = 2;       ///< of the headings of the parts
  int this_year = 1970;
};

/// What to do first, folders, messages, findings and, if there is one, the server.
[[nodiscard]] std::vector<Section> tree_sections(const migrate::AuditSummary& summary,
                                                 const Place& place);

/// A list of the findings of each kind, with examples to unfold; the worst are unfolded.
/// `trees` are for groups of several trees.
[[nodiscard]] Markup findings_part(std::span<const migrate::FindingGroup> groups,
                                   const Place& place, const TreesOfGroups& trees = {});

/// Steps in the order in which they help most.
[[nodiscard]] Markup steps_part(std::span<const migrate::FindingGroup> groups, const Place& place);

/// What the server said of itself, and the mailboxes that it has.
[[nodiscard]] Markup server_part(const migrate::AuditSummary& summary,
                                 const migrate::AuditedServer& server);

/// What else is known of the tree.
[[nodiscard]] Markup details_part(const migrate::AuditSummary& summary);

}  // namespace mailhaul::report::html
