/// The options of `audit` as what migrate::audit_tree wants.
#pragma once

#include "cli/options/arguments.hpp"

#include <mailhaul/base/result.hpp>
#include <mailhaul/migrate/audit_run.hpp>

namespace mailhaul::cli {

/// Everything but secret and MAILDIR; reads the files of --ca-file and --map-file. Usage if --user
/// is missing where there is a --host.
[[nodiscard]] Result<migrate::AuditOptions> make_audit_options(const Arguments& arguments);

}  // namespace mailhaul::cli
