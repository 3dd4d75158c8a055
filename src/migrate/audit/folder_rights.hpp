/// Who else may use a folder: IMAP carries no rights, so somebody has to give them again.
#pragma once

#include "migrate/audit/audit_context.hpp"

#include <mailhaul/maildir/inventory.hpp>

namespace mailhaul::migrate {

/// Reads the access list of the folder, if it has one.
void add_rights(AuditContext& context, const maildir::Folder& folder, const AuditedFolder& row);

/// Those of the roots of trees, and of parents that have no directory.
void add_other_rights(AuditContext& context);

}  // namespace mailhaul::migrate
