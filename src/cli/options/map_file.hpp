/// Rules that send a folder to a mailbox, from --map and from the file of --map-file.
#pragma once

#include "cli/options/arguments.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/migrate/audit.hpp>
#include <mailhaul/migrate/options.hpp>

namespace mailhaul::cli {

/// FROM=TO, divided at the first "=" that has blanks on both sides, else at the first "=". Blanks
/// around the names are taken off, unless a name stands in quotation marks; there \" and \\ stand
/// for these two. Both are UTF-8 paths with '/'.
[[nodiscard]] Result<migrate::MappingRule> parse_mapping_rule(std::string_view text,
                                                              const std::string& origin);

/// One rule a line; blank lines and lines that start with '#' are skipped. Configuration, with file
/// and line, for a line that is no rule and for a folder that has two.
[[nodiscard]] Result<std::vector<migrate::MappingRule>> parse_map_file(std::string_view text,
                                                                       const std::string& path);

/// The plan of an audit as such a file, with comments. parse_map_file gives every folder that is
/// moved the mailbox it has in the plan.
[[nodiscard]] std::string format_map_file(const migrate::AuditSummary& summary);

}  // namespace mailhaul::cli
