/// What a journal knows, as a page.
#pragma once

#include <cstdint>
#include <string>

#include <mailhaul/report/status_report.hpp>

namespace mailhaul::report {

/// One self-contained HTML document without scripts. `now` in seconds since 1970 is when it was
/// made.
[[nodiscard]] std::string status_page(const StatusReport& status, std::int64_t now);

}  // namespace mailhaul::report
