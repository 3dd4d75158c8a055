/// All of an upload but the sending: every message is read and judged, nothing is kept.
#pragma once

#include "migrate/upload/upload_context.hpp"

#include <mailhaul/base/result.hpp>

namespace mailhaul::migrate {

/// After pretend_mailboxes. Errors are of kind Journal only; a reason to stop early is in the
/// summary.
Result<void> dry_run(UploadContext& context);

}  // namespace mailhaul::migrate
