/// The plan of an audit as a table for a terminal.
#pragma once

#include <span>
#include <string>

#include <mailhaul/migrate/audit.hpp>

namespace mailhaul::report {

/// Folder, mailbox, why, messages and size; below a row what was changed in its name. `columns` as
/// for TextTable::render.
[[nodiscard]] std::string plan_text(std::span<const migrate::AuditedFolder> folders,
                                    std::size_t columns);

/// How each tree of a run stands, the worst first.
[[nodiscard]] std::string trees_text(std::span<const migrate::AuditedTree> trees,
                                     std::size_t columns);

}  // namespace mailhaul::report
