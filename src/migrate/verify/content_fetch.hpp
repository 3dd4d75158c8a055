/// Fetches whole messages and digests them as they come.
#pragma once

#include <cstdint>
#include <map>
#include <unordered_map>

#include <mailhaul/base/result.hpp>
#include <mailhaul/imap/event.hpp>
#include <mailhaul/journal/types.hpp>
#include <mailhaul/message/content_digest.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

/// A message of the server and what it should say.
struct AwaitedMessage {
  journal::MessageRow row;
  message::ContentDigest sent;
};

/// By UID.
using AwaitedMessages = std::map<std::uint32_t, AwaitedMessage>;

/// One UID FETCH of BODY.PEEK[] in the selected mailbox. Octets of large messages are digested as
/// they pass; small ones come whole.
class ContentFetch {
 public:
  explicit ContentFetch(ServerConnection& connection) : connection_(&connection) {}

  /// Gives each message that comes to `found(uid, digest)`; the answer may be NO or BAD.
  template <typename Found>
  [[nodiscard]] Result<imap::Completion> run(const imap::SequenceSet& uids, Found found) {
    Result<imap::Command> command = imap::Command::uid_fetch(uids, {.body = true});
    if (!command) {
      return fail(command.error());
    }
    const imap::CommandId id = connection_->start(std::move(*command));
    for (;;) {
      const Result<imap::Event> event = connection_->next_of(id);
      if (!event) {
        return fail(event.error());
      }
      if (const auto* completion = std::get_if<imap::Completion>(&*event)) {
        return *completion;
      }
      take_literal(*event);
      const auto* untagged = std::get_if<imap::Untagged>(&*event);
      const auto* fetched =
          untagged == nullptr ? nullptr : std::get_if<imap::FetchData>(&untagged->data);
      if (fetched == nullptr || !fetched->uid || fetched->sections.empty()) {
        continue;
      }
      if (const auto digest = digest_of(fetched->sections.front())) {
        found(*fetched->uid, *digest);
      }
    }
  }

 private:
  void take_literal(const imap::Event& event);
  [[nodiscard]] std::optional<message::ContentDigest> digest_of(const imap::BodySection& section);

  ServerConnection* connection_;
  message::ContentDigester digester_;
  /// Of literals whose response is still to come.
  std::unordered_map<std::uint64_t, message::ContentDigest> digested_;
};

}  // namespace mailhaul::migrate
