#include "migrate/locate/server_message.hpp"

#include <utility>

#include <mailhaul/message/header_facts.hpp>
#include <mailhaul/migrate/flag_policy.hpp>

namespace mailhaul::migrate {

imap::FetchItems server_message_items() {
  return {.flags = true, .internal_date = true, .header_fields = {"MESSAGE-ID", "DATE", "SUBJECT"}};
}

std::optional<ServerMessage> read_server_message(const imap::FetchData& fetched) {
  if (!fetched.uid) {
    return std::nullopt;
  }
  ServerMessage message{.uid = *fetched.uid,
                        .flags = fetched.flags ? flag_bits(*fetched.flags) : 0,
                        .internal_date = fetched.internal_date.value_or(0)};
  for (const imap::BodySection& section : fetched.sections) {
    if (section.content.value) {
      const message::MessageIdentity identity = message::identify(*section.content.value);
      message.message_id_hash = identity.message_id_hash;
      message.subject_hash = identity.date_subject_hash;
    }
  }
  return message;
}

Result<std::vector<ServerMessage>> fetch_messages(ServerConnection& connection,
                                                  const imap::SequenceSet& uids) {
  std::vector<ServerMessage> messages;
  const Result<void> done = visit_messages(
      connection, uids, [&](const ServerMessage& message) { messages.push_back(message); });
  return done ? std::move(messages) : Result<std::vector<ServerMessage>>(fail(done.error()));
}

bool is_same_message(const journal::MessageRow& row, const ServerMessage& message) {
  // Some servers give a message without Message-ID one of their own.
  return (row.message_id_hash == 0 || row.message_id_hash == message.message_id_hash) &&
         row.subject_hash == message.subject_hash;
}

}  // namespace mailhaul::migrate
