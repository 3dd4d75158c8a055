/// Fetches whole messages and digests them as they come.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>
#include <variant>

#include <mailhaul/base/result.hpp>
#include <mailhaul/imap/command.hpp>
#include <mailhaul/imap/event.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

/// One UID FETCH of BODY.PEEK[] in the selected mailbox. Octets of large messages are digested as
/// they pass; small ones come whole. A Digester has `update(ByteView)`, and `finish()`, which gives
/// the digest of one message.
template <typename Digester>
class DigestedFetch {
 public:
  using Digest = decltype(std::declval<Digester&>().finish());

  explicit DigestedFetch(ServerConnection& connection) : connection_(&connection) {}

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
  void take_literal(const imap::Event& event) {
    if (const auto* chunk = std::get_if<imap::LiteralChunk>(&event)) {
      digester_.update(chunk->bytes);
    } else if (const auto* end = std::get_if<imap::LiteralEnd>(&event)) {
      digested_.insert_or_assign(end->id, digester_.finish());
    }
  }

  [[nodiscard]] std::optional<Digest> digest_of(const imap::BodySection& section) {
    if (section.content.value) {
      digester_.update(*section.content.value);
      return digester_.finish();
    }
    if (!section.content.detached) {
      return std::nullopt;
    }
    auto node = digested_.extract(section.content.detached->id);
    return node.empty() ? std::nullopt : std::optional(std::move(node.mapped()));
  }

  ServerConnection* connection_;
  Digester digester_;
  /// Of literals whose response is still to come.
  std::unordered_map<std::uint64_t, Digest> digested_;
};

}  // namespace mailhaul::migrate
