/// One connection at a time, made again when it is lost: what every stage that talks to the server
/// goes through.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include <mailhaul/base/result.hpp>
#include <mailhaul/migrate/observer.hpp>
#include <mailhaul/migrate/options.hpp>
#include <mailhaul/migrate/server_connection.hpp>
#include <mailhaul/migrate/upload.hpp>

namespace mailhaul::migrate {

/// Connections lost one after the other without anything done in between, before a run gives up.
inline constexpr int kFruitlessConnections = 6;

/// How long to wait before attempt number `attempt` (from 0), doubling up to a minute.
[[nodiscard]] std::chrono::seconds reconnect_pause(int attempt);

/// The error of a run that its user stopped.
[[nodiscard]] Error interrupted();

class ServerLink {
 public:
  /// All references must outlive the object.
  ServerLink(const ServerOptions& server, const SignInOptions& sign_in, Observer& observer,
             StopSignal stop)
      : server_(&server), sign_in_(&sign_in), observer_(&observer), stop_(stop) {}

  /// One attempt, as ServerConnection::open. The first connection's notes go to the observer.
  [[nodiscard]] Result<void> open();

  /// The first connection of a run: tried again only where the server asks for a pause, since what
  /// else is wrong may be wrong with the options. Errors: as `open`; Interrupted.
  [[nodiscard]] Result<void> open_first();

  /// Makes the connection again if there is none: at first at once, then after longer and longer
  /// pauses while the reason is a passing one. Errors: as ServerConnection::open; Interrupted.
  [[nodiscard]] Result<void> ensure_open();

  /// The connection; there must be one.
  [[nodiscard]] ServerConnection& connection() { return *connection_; }

  /// What is left of the connection is of no use.
  void drop();

  /// LOGOUT, if there is a connection.
  void close();

  /// A step that may be repeated: `step(ServerConnection&)` is tried again on a new connection,
  /// once, and more often while the reason is a passing one. Errors of the journal end it at once.
  template <typename Step>
  [[nodiscard]] Result<void> run(Step step) {
    for (int attempt = 0;; ++attempt) {
      if (const Result<void> open = ensure_open(); !open) {
        return open;
      }
      Result<void> done = step(*connection_);
      if (done) {
        return done;
      }
      drop();
      if (!may_try_again(done.error(), attempt)) {
        return done;
      }
      if (const Result<void> waited = wait_to_try_again(done.error(), attempt); !waited) {
        return waited;
      }
    }
  }

  /// A long step that goes on where it stopped: repeated on new connections as by `run`, where a
  /// growing `progress()` makes every attempt a first one.
  template <typename Step, typename GetProgress>
  [[nodiscard]] Result<void> keep_running(Step step, GetProgress progress) {
    for (int attempt = 0;; ++attempt) {
      if (const Result<void> open = ensure_open(); !open) {
        return open;
      }
      const auto before = progress();
      Result<void> done = step(*connection_);
      if (done) {
        return done;
      }
      drop();
      attempt = progress() != before ? 0 : attempt;
      if (!may_try_again(done.error(), attempt)) {
        return done;
      }
      if (const Result<void> waited = wait_to_try_again(done.error(), attempt); !waited) {
        return waited;
      }
    }
  }

  /// Shows the reason and waits. Interrupted if the user asked to stop meanwhile.
  [[nodiscard]] Result<void> pause(std::string_view why, std::chrono::milliseconds length);

 private:
  [[nodiscard]] static bool may_try_again(const Error& error, int attempt);
  [[nodiscard]] Result<void> wait_to_try_again(const Error& error, int attempt);
  [[nodiscard]] Result<void> wait_to_open_again(const Error& error, int attempt);

  const ServerOptions* server_;
  const SignInOptions* sign_in_;
  Observer* observer_;
  StopSignal stop_;
  std::optional<ServerConnection> connection_;
  /// What the first connection found out. A later one sees less of the server, and the run must
  /// not take it for another.
  std::optional<target::Profile> profile_;
  bool was_open_ = false;
};

}  // namespace mailhaul::migrate
