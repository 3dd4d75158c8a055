/// An upload as a page to read, print and hand on.
#pragma once

#include <cstdint>
#include <string>

#include <mailhaul/migrate/upload.hpp>
#include <mailhaul/report/run_record.hpp>

namespace mailhaul::report {

/// One self-contained HTML document without scripts: what was sent where, what needs attention and
/// what to do about it, what was changed, what the server does not keep. `now` in seconds since
/// 1970 is when it was made.
[[nodiscard]] std::string upload_page(const migrate::UploadSummary& summary,
                                      const RunRecord& record, std::int64_t now);

/// A run that ended before it could count anything. `command` as on the command line.
[[nodiscard]] std::string failure_page(const std::string& command, const Error& error,
                                       std::int64_t now);

}  // namespace mailhaul::report
