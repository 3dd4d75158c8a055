/// What is to be said about the tree as a whole and about the plan as a whole.
#pragma once

#include "migrate/audit/audit_context.hpp"

#include <mailhaul/maildir/inventory.hpp>
#include <mailhaul/migrate/plan.hpp>

namespace mailhaul::migrate {

/// The folder of the inventory in which an anomaly lies; nullptr if it belongs to no folder.
[[nodiscard]] const maildir::Folder* folder_of(const maildir::Anomaly& anomaly,
                                               const maildir::Inventory& inventory);

/// Anomalies that lie in no folder, and subscriptions without a folder.
void add_inventory_findings(AuditContext& context);

/// Folders whose parents are missing, a Trash with subfolders, names deeper than the target takes,
/// more folders than it takes.
void add_plan_findings(AuditContext& context, const Plan& plan);

/// What only the sums over all folders tell: nothing at all in the tree, too many messages for one
/// mailbox, keywords, header names, dates that the target will not keep.
void add_sum_findings(AuditContext& context);

}  // namespace mailhaul::migrate
