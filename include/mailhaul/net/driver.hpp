/// Moves octets between an imap::Session and a Channel. The only poll loop of the client.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/result.hpp>
#include <mailhaul/imap/session.hpp>
#include <mailhaul/net/channel.hpp>
#include <mailhaul/net/trace.hpp>
#include <mailhaul/net/wait.hpp>
#include <mailhaul/net/wakeup.hpp>

namespace mailhaul::net {

enum class PumpEnd {
  Moved,     ///< octets went in or out
  Woken,     ///< the work wakeup was notified, and nothing moved
  TimedOut,  ///< nothing moved until the deadline
  Closed     ///< the connection is over: see ending(); the session's last event is EndOfStream
};

/// The message octets that the session wants next.
struct BodyRequest {
  imap::AppendToken token = 0;
  std::uint64_t octets = 0;  ///< still to be supplied of this message
};

/// One thread uses a driver, in this order, again and again:
///
///     while (auto event = driver.session().next_event()) ...        // until there is none
///     driver.session().start(...);                                  // as the window allows
///     while (auto body = driver.next_body()) driver.supply(...);    // as far as there are bytes
///     driver.pump(limit, &work);
///
/// Reading goes on while writing is blocked, so that client and server cannot wait for each other.
class Driver {
 public:
  /// `channel` has carried nothing before, but may have TLS. `trace` may be null and must outlive
  /// the driver.
  Driver(Channel channel, imap::Session session, Trace* trace = nullptr);
  Driver(Driver&&) noexcept;
  Driver& operator=(Driver&&) noexcept;
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;
  ~Driver();

  [[nodiscard]] imap::Session& session();
  [[nodiscard]] const Channel& channel() const;

  /// The body that has to be supplied before anything else can be written. None while the session
  /// has nothing to send, and while enough is waiting for the wire.
  [[nodiscard]] std::optional<BodyRequest> next_body();

  /// The next octets of that body, not more than it wants. The buffer is taken over, and freed when
  /// it is written. ErrorKind::Internal if there are too many: the connection has to be aborted.
  [[nodiscard]] Result<void> supply(Bytes chunk);

  /// Writes and reads what is possible now; if that is nothing, waits for it, for `work` (which is
  /// drained) or for the deadline. ErrorKind::Interrupted by the limit's stop descriptor, with
  /// nothing lost: pumping may go on. A lost connection is no error but PumpEnd::Closed, after
  /// everything that the server said before.
  [[nodiscard]] Result<PumpEnd> pump(WaitLimit limit, const Wakeup* work = nullptr);

  /// Pumps until the session has an event. For everything but message bodies: sign-in, LIST and the
  /// like. ErrorKind::Disconnected when the deadline passes, and behind the last event.
  [[nodiscard]] Result<imap::Event> await_event(WaitLimit limit);

  /// After the OK to STARTTLS: the handshake, or ErrorKind::Protocol if anything came with or
  /// behind that OK in the clear. Errors otherwise as Channel::start_tls().
  [[nodiscard]] Result<void> start_tls(Tls tls, WaitLimit limit);

  /// Octets of the session's outgoing stream that were handed to the transport; settles each APPEND
  /// by imap::handover().
  [[nodiscard]] std::uint64_t octets_handed_over() const;

  /// When octets last moved, in either direction.
  [[nodiscard]] Clock::time_point last_progress() const;

  /// Why the connection is over; ErrorKind::Disconnected. Empty while it is not.
  [[nodiscard]] const std::optional<Error>& ending() const;

  /// Ends our direction in order; for after LOGOUT.
  [[nodiscard]] Result<void> finish(WaitLimit limit);

  /// Cuts the connection at once, even inside a literal. The session gets its EndOfStream.
  void abort();

 private:
  struct State;

  std::unique_ptr<State> state_;
};

}  // namespace mailhaul::net
