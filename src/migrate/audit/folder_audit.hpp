/// One folder: its names, its messages, and what they add up to.
#pragma once

#include "migrate/audit/audit_context.hpp"

#include <mailhaul/base/result.hpp>
#include <mailhaul/maildir/inventory.hpp>

namespace mailhaul::migrate {

/// Looks at every message of the folder and completes its row. Error: Interrupted.
[[nodiscard]] Result<void> audit_folder(AuditContext& context, const maildir::Folder& folder,
                                        AuditedFolder& row);

}  // namespace mailhaul::migrate
