/// What upload --rehearse does last: the verification, while its server is still there.
#pragma once

#include <mailhaul/base/result.hpp>
#include <mailhaul/maildir/scanner.hpp>
#include <mailhaul/migrate/upload.hpp>

namespace mailhaul::cli {

/// Compares source, journal and server as `verify --content` does, about a thousand messages in
/// full. `options` are those of the upload. Grade and number go to `summary`, and what is missing,
/// doubled or altered to what needs attention there. Errors as migrate::verify.
[[nodiscard]] Result<void> check_rehearsal(const maildir::Scanner& tree,
                                           const migrate::UploadOptions& options,
                                           migrate::Observer& observer, migrate::StopSignal stop,
                                           migrate::UploadSummary& summary);

}  // namespace mailhaul::cli
