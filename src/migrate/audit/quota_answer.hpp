/// The answer to GETQUOTAROOT, as far as the audit wants it.
#pragma once

#include <optional>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/migrate/audit.hpp>

namespace mailhaul::migrate {

/// The STORAGE resource of one untagged line: QUOTA "root" (STORAGE 10 512 MESSAGE 3 100), RFC 9208
/// section 5.1. Nothing if the line is anything else.
[[nodiscard]] std::optional<AuditedQuota> parse_quota(ByteView line);

}  // namespace mailhaul::migrate
