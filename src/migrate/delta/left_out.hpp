/// Messages of the source that are there, but that were not uploaded from where they are.
#pragma once

#include "migrate/upload/upload_context.hpp"

#include <mailhaul/base/result.hpp>

namespace mailhaul::migrate {

/// Fills in `left_out` of the context, once, if anything is gone from the source: a message that
/// went to a folder that is left out, that is left out itself, or that was moved since the names
/// were read, is not gone. All names are read again for that. Files that are much larger than any
/// message that is missed are not read. What cannot be read makes the source half read. Errors are
/// of kind Journal.
[[nodiscard]] Result<void> read_left_out(UploadContext& context);

}  // namespace mailhaul::migrate
