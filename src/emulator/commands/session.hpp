/// One connection: its state, and what every command handler needs.
#pragma once

#include "emulator/store/world.hpp"
#include "emulator/wire/command_reader.hpp"
#include "emulator/wire/line_buffer.hpp"
#include "emulator/wire/reply.hpp"
#include "emulator/wire/wire.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/imap/grammar.hpp>
#include <mailhaul/net/tls_options.hpp>

namespace mailhaul::emulator {

enum class State : std::uint8_t { NotAuthenticated, Authenticated, Selected };

/// A mailbox as one session sees it: message numbers count what was announced to this client.
struct SelectedMailbox {
  std::shared_ptr<Mailbox> mailbox;
  bool read_only = false;
  std::uint32_t uid_validity = 0;
  std::vector<std::uint32_t> uids;  ///< announced, by message number
  std::uint64_t generation = 0;     ///< of the mailbox when it was last looked at
  std::set<std::uint32_t> recent;
  std::uint32_t uid_next_at_select = 1;  ///< what a stale STATUS says

  /// The message number of a UID, or 0.
  [[nodiscard]] std::uint32_t number_of(std::uint32_t uid) const;
};

class Session {
 public:
  /// `tls` is empty on a server without TLS.
  Session(World& shared, Wire& connection, std::uint64_t number,
          std::optional<net::TlsServerContext> context);

  /// Serves until the connection ends.
  void run();

  // For the command handlers.

  void put(ByteView text) { lines.put(text); }

  void put_line(ByteView text) {
    lines.put(text);
    lines.put("\r\n");
  }

  void record(EventKind kind, std::vector<std::pair<std::string, std::string>> fields = {}) {
    world.record(id, kind, std::move(fields));
  }

  [[nodiscard]] const Profile& profile() const { return world.profile(); }

  /// The line for CAPABILITY in this state.
  [[nodiscard]] std::string capabilities() const;
  [[nodiscard]] bool may_send_password() const;
  /// Ends the selection without a response.
  void unselect();
  /// With the lock held: announces what changed in the selected mailbox. Expunged messages are told
  /// only where RFC 3501 allows it.
  void announce_changes(bool expunges_allowed);

  /// With the lock held: wakes the sessions that idle.
  void wake_others() { world.connections().wake_others(id); }

  /// A wait that a stop of the server ends; false then.
  bool pause(std::chrono::milliseconds time);

  World& world;
  Wire& wire;
  std::uint64_t id;
  LineBuffer lines;
  std::optional<net::TlsServerContext> tls;
  State state = State::NotAuthenticated;
  /// Set from sign-in on.
  SignIn identity;
  std::shared_ptr<UserStore> store;
  std::optional<SelectedMailbox> selected;
  std::optional<Instant> token_expires;
  /// The fault that meets the present command, if any.
  std::optional<Fault> fault;
  bool asked_capability_since_login = true;
  bool rev2_enabled = false;
  /// The literal of an APPEND was abandoned; its rest is being read as commands.
  bool state_lost = false;

 private:
  bool greet();
  bool handle(Command& command);
  Reply dispatch(Command& command);
  /// Applies faults that do not belong to APPEND; std::nullopt to carry on.
  std::optional<Reply> apply_fault();
  std::optional<Reply> check_throttle(const std::string& name);
  [[nodiscard]] std::optional<Reply> check_rights() const;
  /// The UIDs of the selected mailbox may have become meaningless.
  std::optional<Reply> check_selection(const std::string& name);
  void note_missing_capability(const std::string& name);
  /// Consumes message literals that nobody wants; false if the connection ended.
  bool skip_message(const Command& command);
  /// Sends the reply and counts it; false if the connection is to end.
  bool answer(const Command& command, Reply reply);
  void count(const Command& command, Reply& reply);
  bool check_pipelining();
  void end_connection(After how, std::string_view reason);
  void set_timeout();
  void say_why_it_ends();

  CommandReader reader_;
  unsigned errors_ = 0;
};

}  // namespace mailhaul::emulator
