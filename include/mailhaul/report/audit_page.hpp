/// The audit as a page to read, print and hand on.
#pragma once

#include <cstdint>
#include <string>

#include <mailhaul/migrate/audit.hpp>

namespace mailhaul::report {

/// One self-contained HTML document without scripts, well-formed as XML too: verdict, what to do
/// first, the folder tree with its mapping, histograms, findings by kind with examples. Several
/// trees: totals, then one part for each. `now` in seconds since 1970 is when it was made.
[[nodiscard]] std::string audit_page(const migrate::AuditReport& report, std::int64_t now);

}  // namespace mailhaul::report
