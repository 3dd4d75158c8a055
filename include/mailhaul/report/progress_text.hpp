/// Where a run stands, in one line.
#pragma once

#include <string>
#include <string_view>

#include <mailhaul/migrate/observer.hpp>
#include <mailhaul/report/rate.hpp>

namespace mailhaul::report {

/// "[5/7] Sending messages".
[[nodiscard]] std::string phase_title(migrate::Phase phase);

/// For a line that changes: a bar, per cent, messages, rate, time left and mailbox.
[[nodiscard]] std::string progress_bar(const migrate::Progress& progress, const Rate& bytes);

/// For a line that stays, in words.
[[nodiscard]] std::string progress_sentence(const migrate::Progress& progress, const Rate& bytes);

}  // namespace mailhaul::report
