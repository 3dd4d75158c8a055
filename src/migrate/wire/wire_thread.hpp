/// The wire half of the engine: packs heads into APPEND or MULTIAPPEND, keeps the window and the
/// pace, returns one result per message. It touches no disk.
#pragma once

#include "migrate/wire/append_result.hpp"
#include "migrate/wire/outbound_queue.hpp"
#include "migrate/wire/owed_bodies.hpp"
#include "migrate/wire/pace.hpp"
#include "migrate/wire/window.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <mailhaul/base/error.hpp>
#include <mailhaul/imap/event.hpp>
#include <mailhaul/migrate/server_connection.hpp>
#include <mailhaul/net/wakeup.hpp>

namespace mailhaul::migrate {

/// How long a connection is silent before it gets a NOOP: Exchange ends an idle one after 30
/// minutes.
inline constexpr std::chrono::minutes kIdleLimit{20};

/// Why the wire thread ended.
struct WireEnd {
  enum class Cause {
    Finished,  ///< everything was sent and answered
    Renew,     ///< ended on purpose: too many refusals, a token that ran out
    Lost,      ///< the connection is gone
    Stop,      ///< an answer says that going on is useless
  };
  Cause cause = Cause::Finished;
  std::optional<Error> error;
};

class WireThread {
 public:
  /// The names of mailboxes by their id, fixed for the run. All references must outlive the thread.
  WireThread(ServerConnection& connection, OutboundQueue& outbound, ResultQueue& results,
             const net::Wakeup& work,
             const std::unordered_map<std::int64_t, std::string>& mailboxes, Window window,
             Pace& pace, std::chrono::seconds append_timeout,
             std::chrono::seconds idle_limit = kIdleLimit);

  /// Runs until the queue is finished and all is answered, or the connection ends. Every message
  /// taken from the queue gets a result; the result queue is closed at the end.
  WireEnd run();

 private:
  struct InFlight {
    std::vector<OutboundHead> heads;
    std::uint64_t octets = 0;
  };

  [[nodiscard]] bool is_done();
  void start_appends();
  void leave_next();
  /// The window alone keeps the next message from an idle wire.
  [[nodiscard]] bool is_starved() const;
  [[nodiscard]] bool may_start() const;
  [[nodiscard]] bool has_room() const;
  void start_batch();
  void supply_bodies();
  void pump();
  /// When the pace lets go what it holds back; std::nullopt: that is nothing.
  [[nodiscard]] std::optional<Instant> pace_due() const;
  /// The pace holds the octets of a started message back.
  [[nodiscard]] bool is_body_held() const;
  /// How long nothing may move.
  [[nodiscard]] std::chrono::seconds patience() const;
  void lose_patience();
  void handle_events();
  void handle(const imap::Completion& completion);
  void store(const imap::Completion& completion, const InFlight& command);
  void refuse(const imap::Completion& completion, const InFlight& command);
  /// The same outcome for every message of the command.
  void push_results(const InFlight& command, const AppendOutcome& outcome);
  void obey(const target::Verdict& verdict, const std::string& text);
  /// What is in flight is awaited, nothing new is started.
  void drain(WireEnd end);
  /// The connection is cut now.
  void cut(WireEnd end);
  void settle_unanswered();

  ServerConnection* connection_;
  OutboundQueue* outbound_;
  ResultQueue* results_;
  const net::Wakeup* work_;
  const std::unordered_map<std::int64_t, std::string>* mailboxes_;
  Window window_;
  Pace* pace_;
  std::chrono::seconds append_timeout_;
  std::chrono::seconds idle_limit_;

  std::unordered_map<imap::CommandId, InFlight> in_flight_;
  OwedBodies bodies_;
  /// Mailboxes into which the server takes nothing more.
  std::unordered_set<journal::MailboxId> abandoned_;
  std::size_t messages_in_flight_ = 0;
  std::uint64_t octets_in_flight_ = 0;
  /// The wire was idle for want of room in the window since the last answer.
  bool was_starved_ = false;
  /// Pauses that the server asked for since it stored a message.
  unsigned pauses_ = 0;
  /// The last answer was of a class that stops the run when it is repeated.
  bool warned_ = false;
  std::optional<WireEnd> draining_;
  std::optional<WireEnd> end_;
};

}  // namespace mailhaul::migrate
