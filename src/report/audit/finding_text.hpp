/// Findings as text for a terminal.
#pragma once

#include "report/audit/tree_order.hpp"

#include <span>
#include <string>

#include <mailhaul/migrate/audit.hpp>

namespace mailhaul::report {

/// A heading for each severity, and below it one paragraph for each kind: how many, what, where,
/// what mailhaul does and what there is to do. Notes take one line each. Nothing below `least` is
/// shown. `trees` are for groups of several trees.
[[nodiscard]] std::string groups_text(std::span<const migrate::FindingGroup> groups,
                                      migrate::Severity least, const TreesOfGroups& trees = {});

/// One line for one finding: severity, place, text, remedy and code.
[[nodiscard]] std::string finding_line(const migrate::Finding& finding);

}  // namespace mailhaul::report
