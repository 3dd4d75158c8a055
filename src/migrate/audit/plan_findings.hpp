/// What is to be said about the plan as a whole.
#pragma once

#include "migrate/audit/audit_context.hpp"

#include <mailhaul/migrate/plan.hpp>

namespace mailhaul::migrate {

/// Folders whose parents are missing, a Trash with subfolders, names deeper than the target takes,
/// more folders than it takes, rules that no folder fits.
void add_plan_findings(AuditContext& context, const Plan& plan);

}  // namespace mailhaul::migrate
