/// What only the sums over all folders tell.
#pragma once

#include "migrate/audit/audit_context.hpp"

namespace mailhaul::migrate {

/// Nothing at all in the tree, too many messages for one mailbox, keywords, header names, dates
/// that the target will not keep.
void add_sum_findings(AuditContext& context);

}  // namespace mailhaul::migrate
