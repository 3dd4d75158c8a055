/// The parts of mailhaul.audit/1.
#pragma once

#include "report/json/json_value.hpp"

#include <mailhaul/migrate/audit.hpp>

namespace mailhaul::report {

[[nodiscard]] Json folder_value(const migrate::AuditedFolder& folder);
[[nodiscard]] Json finding_value(const migrate::Finding& finding);

/// "summary": folders, messages, bytes, errors, warnings, notes and more.
[[nodiscard]] Json totals_value(const migrate::AuditTotals& totals);

/// The members that stand before "folders" and "findings", and those after them.
[[nodiscard]] Json opening_values(const migrate::AuditSummary& summary);
[[nodiscard]] Json closing_values(const migrate::AuditSummary& summary);

}  // namespace mailhaul::report
