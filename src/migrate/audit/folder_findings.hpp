/// What is to be said about a folder without looking at its messages: its name, its shape, its
/// place in the plan.
#pragma once

#include "migrate/audit/finding_collector.hpp"

#include <mailhaul/maildir/inventory.hpp>
#include <mailhaul/maildir/message_list.hpp>
#include <mailhaul/migrate/audit.hpp>
#include <mailhaul/migrate/plan.hpp>

namespace mailhaul::migrate {

/// A finding of that code about the tree as a whole.
[[nodiscard]] Finding tree_finding(std::string_view code, std::string text,
                                   std::uint64_t count = 1);

/// A finding of that code at a folder.
[[nodiscard]] Finding finding_at(std::string_view code, const AuditedFolder& folder,
                                 std::string text, std::uint64_t count = 1);

/// What is odd in the folder's name, and what the plan makes of it.
void add_name_findings(const maildir::Folder& folder, const PlannedFolder& planned,
                       const AuditedFolder& row, FindingCollector& findings);

/// An anomaly that lies in the folder; `path` of messages is taken apart.
void add_anomaly(const maildir::Anomaly& anomaly, const AuditedFolder& row,
                 FindingCollector& findings);

/// What reading its names met: flags, names, keywords, special files, emptiness.
void add_list_findings(const maildir::MessageList& list, const AuditedFolder& row,
                       FindingCollector& findings);

}  // namespace mailhaul::migrate
