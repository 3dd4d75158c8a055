#include "migrate/audit/server_findings.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include <mailhaul/target/special_mailboxes.hpp>
#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

constexpr std::uint64_t kQuotaUnit = 1024;

const ServerMailbox* find_mailbox(const ServerMailboxes& server, const std::string& name) {
  const auto found = std::ranges::find(server.mailboxes, name, &ServerMailbox::name);
  return found == server.mailboxes.end() ? nullptr : &*found;
}

std::uint32_t messages_in(const AuditedServer& server, const std::string& name) {
  const auto found = std::ranges::find(server.mailboxes, name, &ExistingMailbox::name);
  return found == server.mailboxes.end() ? 0 : found->messages.value_or(0);
}

/// A special folder that keeps its own name since the server shows no mailbox for it. The same
/// condition as in the plan, which keeps only a sentence about it.
std::optional<target::SpecialUse> missing_special(const PlannedFolder& folder) {
  std::string_view name = folder.name;
  if (text::starts_with_ignoring_case(name, "INBOX/")) {
    name.remove_prefix(std::string_view("INBOX/").size());
  }
  const bool is_own_name = folder.reason != MappingReason::SpecialUse &&
                           folder.reason != MappingReason::Merged &&
                           folder.reason != MappingReason::Rule;
  return is_own_name ? target::special_use_of_source_name(name) : std::nullopt;
}

Finding finding_for(std::string_view code, const PlannedFolder& folder, std::string text) {
  Finding finding = finding_of(code);
  finding.folder = folder.name;
  finding.directory = folder.directory;
  finding.text = std::move(text);
  return finding;
}

void add_missing_special(const PlannedFolder& folder, target::SpecialUse use,
                         target::Profile profile, FindingCollector& findings) {
  Finding finding = finding_for(
      "server.special-mailbox-missing", folder,
      fmt::format("the server shows no mailbox of its own for {} messages", target::words_of(use)));
  // Elsewhere mail programs choose these mailboxes, and this one will do.
  if (!target::traits(profile).is_exchange) {
    finding.severity = Severity::Note;
    finding.remedy = "The folder keeps its own name.";
  }
  findings.add(std::move(finding));
}

void add_existing(const PlannedFolder& folder, const ServerMailbox& mailbox, std::uint32_t messages,
                  FindingCollector& findings) {
  const std::string shown = text::escape_for_display(mailbox.name);
  if (!mailbox.is_selectable()) {
    findings.add(finding_for("server.mailbox-unusable", folder,
                             fmt::format("\"{}\" can hold no messages", shown)));
  } else if (messages > 0) {
    Finding finding =
        finding_for("server.mailbox-not-empty", folder,
                    fmt::format("messages that are in \"{}\" already: {}", shown, messages));
    finding.count = messages;
    findings.add(std::move(finding));
  }
}

}  // namespace

void add_server_findings(const AuditedServer& server, const ServerMailboxes& mailboxes,
                         target::Profile profile, const Plan& plan, FindingCollector& findings) {
  std::set<std::string> said;
  for (const PlannedFolder& folder : plan.folders) {
    if (const auto use = missing_special(folder)) {
      add_missing_special(folder, *use, profile, findings);
    }
    const ServerMailbox* mailbox = find_mailbox(mailboxes, folder.mailbox);
    if (mailbox != nullptr && said.insert(folder.mailbox).second) {
      add_existing(folder, *mailbox, messages_in(server, folder.mailbox), findings);
    }
  }
}

void add_quota_finding(const AuditedServer& server, std::uint64_t bytes,
                       FindingCollector& findings) {
  if (!server.quota) {
    return;
  }
  const AuditedQuota& quota = *server.quota;
  const std::uint64_t room = quota.limit > quota.used ? quota.limit - quota.used : 0;
  // Rounded up, so that no product can overflow.
  const std::uint64_t needed = bytes / kQuotaUnit + 1;
  if (needed <= room) {
    return;
  }
  Finding finding = finding_of("server.quota");
  finding.text =
      fmt::format("{} kB are needed; of {} kB in all, {} kB are free", needed, quota.limit, room);
  finding.bytes = bytes;
  findings.add(std::move(finding));
}

}  // namespace mailhaul::migrate
