/// The end of an upload in words.
#pragma once

#include <string>

#include <mailhaul/migrate/upload.hpp>
#include <mailhaul/report/run_record.hpp>

namespace mailhaul::report {

/// Several lines with a final newline: what was done, what was changed or left out, what needs
/// attention and what to do about it.
[[nodiscard]] std::string upload_text(const migrate::UploadSummary& summary);

/// The same of a rehearsal, with what a real server would rename, get changed and refuse, and how
/// long it would take.
[[nodiscard]] std::string rehearsal_text(const migrate::UploadSummary& summary,
                                         const RunRecord& record);

/// Only what needs attention; empty if nothing does.
[[nodiscard]] std::string upload_attention_text(const migrate::UploadSummary& summary);

}  // namespace mailhaul::report
