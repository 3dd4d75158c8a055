/// The parts of an upload's page.
#pragma once

#include "report/html/markup.hpp"
#include "report/html/page.hpp"

#include <mailhaul/migrate/upload.hpp>
#include <mailhaul/report/run_record.hpp>

namespace mailhaul::report::html {

/// The numbers below the verdict.
[[nodiscard]] Markup upload_tiles(const migrate::UploadSummary& summary);

/// What is left to do, in the order in which it helps.
[[nodiscard]] Markup upload_steps(const migrate::UploadSummary& summary);

/// What became of the messages, as parts of a whole.
[[nodiscard]] Markup outcomes_part(const migrate::UploadSummary& summary);

/// Each folder, its mailbox, and how many messages and octets went there.
[[nodiscard]] Markup sent_folders_part(const migrate::UploadSummary& summary,
                                       const RunRecord& record);

/// Messages that arrived repaired or wrapped.
[[nodiscard]] Markup changed_part(const migrate::UploadSummary& summary, const RunRecord& record);

/// Keywords and flags that the server does not keep.
[[nodiscard]] Markup keywords_part(const migrate::UploadSummary& summary);

}  // namespace mailhaul::report::html
