/// Flags that could not be set.
#pragma once

#include "migrate/upload/upload_context.hpp"

#include <mailhaul/base/result.hpp>

namespace mailhaul::migrate {

/// Counts and tells the stored messages that lack a flag because their UID is not known: a server
/// without UIDPLUS has several messages that could be them. An error is of kind Journal.
Result<void> report_flags_not_set(UploadContext& context);

}  // namespace mailhaul::migrate
