/// The ends of a delta pass: what the survey found is made known to the stages, and what is left of
/// it in the end is told.
#pragma once

#include "migrate/upload/survey.hpp"
#include "migrate/upload/upload_context.hpp"

#include <mailhaul/base/result.hpp>

namespace mailhaul::migrate {

/// Journals which messages went away and came back, and fills in what the context holds for a delta
/// pass. The survey's settled folders and flags are moved from.
[[nodiscard]] Result<void> begin_delta(Survey& survey, UploadContext& context);

/// Once an interrupted removal has been put right: those that it left on the server, and that are
/// gone from where they were, may have turned up under another name.
[[nodiscard]] Result<void> know_again_after_removal(const Survey& survey, UploadContext& context);

/// Counts the messages that are gone, and lists folders that lost theirs.
[[nodiscard]] Result<void> end_delta(const Survey& survey, UploadContext& context);

}  // namespace mailhaul::migrate
