#include "migrate/audit/server_audit.hpp"

#include "migrate/audit/folder_findings.hpp"
#include "migrate/audit/quota_answer.hpp"
#include "migrate/server/append_limit.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <mailhaul/target/localised_names.hpp>
#include <mailhaul/target/special_mailboxes.hpp>
#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

constexpr std::uint64_t kQuotaUnit = 1024;

std::string language_of(const ServerMailboxes& mailboxes) {
  std::vector<target::ListedMailbox> listed;
  listed.reserve(mailboxes.mailboxes.size());
  for (const ServerMailbox& mailbox : mailboxes.mailboxes) {
    listed.push_back({.levels = {mailbox.name}, .attributes = mailbox.attributes});
  }
  const std::vector<target::LanguageSign> languages = target::languages_shown(listed);
  return languages.empty() ? std::string() : std::string(languages.front().language);
}

std::optional<AuditedQuota> ask_quota(ServerConnection& connection) {
  const imap::Capabilities& capabilities = connection.capabilities();
  if (!capabilities.has("QUOTA") && !capabilities.has("QUOTA=RES-STORAGE")) {
    return std::nullopt;
  }
  Result<imap::Command> command = imap::Command::get_quota_root("INBOX");
  const Result<Reply> reply = command ? connection.run(std::move(*command)) : fail(command.error());
  if (!reply) {
    return std::nullopt;
  }
  for (const imap::UntaggedData& data : reply->data) {
    const auto* other = std::get_if<imap::OtherData>(&data);
    if (const auto quota = other == nullptr ? std::nullopt : parse_quota(other->line)) {
      return quota;
    }
  }
  return std::nullopt;
}

std::optional<std::uint32_t> count_messages(ServerConnection& connection,
                                            const std::string& mailbox) {
  Result<imap::Command> command = imap::Command::status(mailbox, {imap::StatusItem::Messages});
  const Result<Reply> reply = command ? connection.run(std::move(*command)) : fail(command.error());
  if (!reply) {
    return std::nullopt;
  }
  for (const imap::UntaggedData& data : reply->data) {
    if (const auto* status = std::get_if<imap::StatusData>(&data)) {
      return status->messages;
    }
  }
  return std::nullopt;
}

const ServerMailbox* find_mailbox(const ServerMailboxes& server, const std::string& name) {
  const auto found = std::ranges::find(server.mailboxes, name, &ServerMailbox::name);
  return found == server.mailboxes.end() ? nullptr : &*found;
}

std::string_view words(target::SpecialUse use) {
  switch (use) {
    case target::SpecialUse::Sent:
      return "sent";
    case target::SpecialUse::Trash:
      return "deleted";
    case target::SpecialUse::Drafts:
      return "draft";
    case target::SpecialUse::Junk:
      return "junk";
  }
  return "";
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

}  // namespace

Result<ServerView> look_at_server(const AuditOptions& options) {
  Result<ServerConnection> connection =
      ServerConnection::open(options.server, options.sign_in, options.stop.wake_fd);
  if (!connection) {
    return fail(connection.error());
  }
  Result<ServerMailboxes> mailboxes = connection->list_mailboxes();
  if (!mailboxes) {
    return fail(mailboxes.error());
  }
  AuditedServer server{.host = options.server.host,
                       .user = options.sign_in.user,
                       .profile_reason = options.server.profile
                                             ? std::string("as --target says")
                                             : std::string("from what it says about itself"),
                       .capabilities = connection->capabilities().names(),
                       .append_limit = announced_append_limit(connection->capabilities()),
                       .notes = connection->notes()};
  const target::Profile profile = connection->profile();
  if (target::traits(profile).is_exchange) {
    server.language = language_of(*mailboxes);
  }
  server.quota = ask_quota(*connection);
  return ServerView{.server = std::move(server),
                    .mailboxes = std::move(*mailboxes),
                    .profile = profile,
                    .connection = std::move(*connection)};
}

void look_at_mailboxes(ServerView& view, const Plan& plan) {
  std::set<std::string> planned;
  for (const PlannedFolder& folder : plan.folders) {
    planned.insert(folder.mailbox);
  }
  // A server that refuses one of them may count it as an error, and hang up after some.
  constexpr unsigned kMostFailures = 2;
  for (const ServerMailbox& mailbox : view.mailboxes.mailboxes) {
    ExistingMailbox existing{.name = mailbox.name,
                             .attributes = fmt::format("{}", fmt::join(mailbox.attributes, " ")),
                             .is_planned = planned.contains(mailbox.name)};
    if (existing.is_planned && mailbox.is_selectable() &&
        view.connection.failures() < kMostFailures) {
      existing.messages = count_messages(view.connection, mailbox.name);
    }
    view.server.mailboxes.push_back(std::move(existing));
  }
  view.connection.close();
}

void add_server_findings(const ServerView& view, const Plan& plan, FindingCollector& findings) {
  std::set<std::string> said;
  for (const PlannedFolder& folder : plan.folders) {
    if (const auto use = missing_special(folder)) {
      findings.add(finding_for(
          "server.special-mailbox-missing", folder,
          fmt::format("the server shows no mailbox of its own for {} messages", words(*use))));
    }
    const std::string shown = text::escape_for_display(folder.mailbox);
    const ServerMailbox* mailbox = find_mailbox(view.mailboxes, folder.mailbox);
    if (mailbox == nullptr || !said.insert(folder.mailbox).second) {
      continue;
    }
    const auto existing =
        std::ranges::find(view.server.mailboxes, folder.mailbox, &ExistingMailbox::name);
    const std::uint32_t messages =
        existing == view.server.mailboxes.end() ? 0 : existing->messages.value_or(0);
    if (!mailbox->is_selectable()) {
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
