/// What the scan of the tree met outside of its folders.
#pragma once

#include "migrate/audit/audit_context.hpp"

#include <mailhaul/maildir/anomaly.hpp>
#include <mailhaul/maildir/inventory.hpp>

namespace mailhaul::migrate {

/// The folder of the inventory in which an anomaly lies; nullptr if it belongs to no folder.
[[nodiscard]] const maildir::Folder* folder_of(const maildir::Anomaly& anomaly,
                                               const maildir::Inventory& inventory);

/// Anomalies that lie in no folder, subscriptions without a folder, Maildirs that others share.
void add_inventory_findings(AuditContext& context);

}  // namespace mailhaul::migrate
