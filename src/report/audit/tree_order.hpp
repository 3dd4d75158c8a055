/// Several trees, and what was found in all of them.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/migrate/audit.hpp>

namespace mailhaul::report {

/// Those that could not be audited, then the worst grade, the most errors and the most warnings
/// first; equal ones as given.
[[nodiscard]] std::vector<const migrate::AuditedTree*> worst_first(
    std::span<const migrate::AuditedTree> trees);

/// The groups of all trees joined by code, without examples: worst severity first, then more
/// places, then by code.
[[nodiscard]] std::vector<migrate::FindingGroup> joined_groups(
    std::span<const migrate::AuditedTree> trees);

/// By the code of a group, the trees in which it is, those with most of it first, escaped for
/// display: "ada/Maildir (14), eve/Maildir (2) and 3 more".
using TreesOfGroups = std::map<std::string_view, std::string>;

[[nodiscard]] TreesOfGroups trees_of_groups(std::span<const migrate::AuditedTree> trees);

}  // namespace mailhaul::report
