/// Each tree of an audit is read by a child process with the rights of the tree's owner.
#pragma once

#include "cli/options/arguments.hpp"
#include "cli/process/user_maildirs.hpp"

#include <mailhaul/base/result.hpp>
#include <mailhaul/migrate/audit.hpp>
#include <mailhaul/migrate/audit_run.hpp>

namespace mailhaul::cli {

/// One tree after the other; one that cannot be audited is a failure in the report. Error: no child
/// or no place for its findings can be had.
[[nodiscard]] Result<migrate::AuditReport> audit_all(const Arguments& arguments,
                                                     const UserMaildirs& trees,
                                                     const migrate::AuditOptions& options);

}  // namespace mailhaul::cli
