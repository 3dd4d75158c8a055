/// What a UID FETCH says of messages on the server: enough to tell which message is which.
#pragma once

#include "migrate/server/verdict.hpp"

#include <cstdint>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/imap/command.hpp>
#include <mailhaul/imap/types.hpp>
#include <mailhaul/journal/types.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

struct ServerMessage {
  std::uint32_t uid = 0;
  std::uint32_t flags = 0;  ///< as journal::flag bits
  std::int64_t internal_date = 0;
  std::int64_t message_id_hash = 0;  ///< 0: it has none
  std::int64_t subject_hash = 0;     ///< of Date and decoded Subject
};

/// What to ask for, so that `read_server_message` finds it.
[[nodiscard]] imap::FetchItems server_message_items();

/// std::nullopt for a FETCH without UID, which the server sends unasked.
[[nodiscard]] std::optional<ServerMessage> read_server_message(const imap::FetchData& fetched);

/// Gives each of these messages of the selected mailbox to `visit(const ServerMessage&)` as it
/// comes, in the order of the server. Protocol if the server says something that cannot be read.
template <typename Visit>
[[nodiscard]] Result<void> visit_messages(ServerConnection& connection,
                                          const imap::SequenceSet& uids, Visit visit) {
  Result<imap::Command> command = imap::Command::uid_fetch(uids, server_message_items());
  if (!command) {
    return fail(command.error());
  }
  const imap::CommandId id = connection.start(std::move(*command));
  for (;;) {
    const Result<imap::Event> event = connection.next_of(id);
    if (!event) {
      return fail(event.error());
    }
    if (const auto* completion = std::get_if<imap::Completion>(&*event)) {
      return connection.check(*completion);
    }
    const auto* untagged = std::get_if<imap::Untagged>(&*event);
    if (untagged == nullptr) {
      continue;
    }
    if (const Result<void> readable = check_readable(untagged->data); !readable) {
      return readable;
    }
    const auto* fetched = std::get_if<imap::FetchData>(&untagged->data);
    // Flag changes come without being asked for, and say nothing else of the message.
    if (fetched == nullptr || fetched->sections.empty()) {
      continue;
    }
    if (const std::optional<ServerMessage> message = read_server_message(*fetched)) {
      visit(*message);
    }
  }
}

/// Of the selected mailbox, all at once; in the order of the server. For sets that are small, or
/// mailboxes that hold little beside them.
[[nodiscard]] Result<std::vector<ServerMessage>> fetch_messages(ServerConnection& connection,
                                                                const imap::SequenceSet& uids);

/// Whether the message that now has the UID of a row is the one that was stored: Message-ID, date
/// and decoded subject agree. Flags and INTERNALDATE do not count.
[[nodiscard]] bool is_same_message(const journal::MessageRow& row, const ServerMessage& message);

}  // namespace mailhaul::migrate
