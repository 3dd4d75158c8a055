/// What the reader met in a folder that is no message but must not be passed over in silence.
#pragma once

#include "migrate/upload/upload_context.hpp"

#include <mailhaul/maildir/message_list.hpp>
#include <mailhaul/migrate/plan.hpp>

namespace mailhaul::migrate {

/// Special files in cur and new, directories that could not be read: each needs attention. What is
/// only unusual is left to the audit.
void add_folder_matters(const std::vector<maildir::Anomaly>& anomalies, const PlannedFolder& folder,
                        UploadContext& context);

/// The same for what lies outside of the folders: mail that the layout does not show, rules that no
/// folder fits.
void add_tree_matters(const maildir::Inventory& inventory, UploadContext& context);

}  // namespace mailhaul::migrate
