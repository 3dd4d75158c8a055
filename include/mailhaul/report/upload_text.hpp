/// The end of an upload in words.
#pragma once

#include <string>

#include <mailhaul/migrate/upload.hpp>

namespace mailhaul::report {

/// Several lines with a final newline: what was done, what was changed or left out, what needs
/// attention and what to do about it.
[[nodiscard]] std::string upload_text(const migrate::UploadSummary& summary);

/// Only what needs attention; empty if nothing does.
[[nodiscard]] std::string upload_attention_text(const migrate::UploadSummary& summary);

}  // namespace mailhaul::report
