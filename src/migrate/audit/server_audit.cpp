#include "migrate/audit/server_audit.hpp"

#include "migrate/audit/quota_answer.hpp"
#include "migrate/server/append_limit.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <mailhaul/target/localised_names.hpp>

namespace mailhaul::migrate {
namespace {

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

}  // namespace mailhaul::migrate
