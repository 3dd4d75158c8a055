/// What the mailboxes and the quota of the live server mean for a plan.
#pragma once

#include "migrate/audit/finding_collector.hpp"

#include <cstdint>

#include <mailhaul/migrate/audit.hpp>
#include <mailhaul/migrate/plan.hpp>

namespace mailhaul::migrate {

/// Mailboxes of the plan that exist already or cannot be used, special ones that are missing.
/// `mailboxes` are what LIST gave; `server` says how many messages are in them.
void add_server_findings(const AuditedServer& server, const ServerMailboxes& mailboxes,
                         target::Profile profile, const Plan& plan, FindingCollector& findings);

/// Whether the account has room for what will be sent.
void add_quota_finding(const AuditedServer& server, std::uint64_t bytes,
                       FindingCollector& findings);

}  // namespace mailhaul::migrate
