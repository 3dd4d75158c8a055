/// The objects of --json: schema first, keys never renamed.
#pragma once

#include <string>

#include <mailhaul/migrate/upload.hpp>
#include <mailhaul/report/run_record.hpp>
#include <mailhaul/report/status_report.hpp>

namespace mailhaul::report {

/// mailhaul.upload/1 on one line with a final newline. `exit` is the exit status. Names that are no
/// UTF-8 are escaped as for display, and whole as base64 in a second key ending in "_base64". A
/// rehearsal has the key "rehearsal", with what would be renamed and changed.
[[nodiscard]] std::string upload_json(const migrate::UploadSummary& summary,
                                      const RunRecord& record, int exit);

/// mailhaul.status/1.
[[nodiscard]] std::string status_json(const StatusReport& status, int exit);

/// mailhaul.error/1, for a run that ended before it could count anything: kind, where, text, hint.
[[nodiscard]] std::string error_json(const Error& error, int exit);

}  // namespace mailhaul::report
