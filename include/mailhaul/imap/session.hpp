/// An IMAP client connection without a connection: octets from the server go in, events and octets
/// for the server come out. It opens nothing, waits for nothing and knows no clock.
///
/// The order of calls: `feed` what was read, take `next_event` until there is none, then take
/// `next_outbound` until there is none and write it. One thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/imap/capabilities.hpp>
#include <mailhaul/imap/command.hpp>
#include <mailhaul/imap/event.hpp>
#include <mailhaul/imap/inbound_limits.hpp>
#include <mailhaul/imap/outbound.hpp>
#include <mailhaul/imap/quirks.hpp>

namespace mailhaul::imap {

struct SessionOptions {
  /// Begins every tag, so that text in a message can never answer for a command: ASCII letters and
  /// digits, the last one a letter, random for each connection.
  std::string tag_prefix;
  InboundLimits inbound = {};
  QuirkSet quirks = QuirkSet::all();
};

class Session {
 public:
  explicit Session(SessionOptions options);
  Session(Session&&) noexcept;
  Session& operator=(Session&&) noexcept;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session();

  /// Octets from the server, however they were cut.
  void feed(ByteView octets);

  /// The server closed its side. The last event is EndOfStream.
  void feed_eof();

  /// The next event, or std::nullopt until more is fed.
  [[nodiscard]] std::optional<Event> next_event();

  /// Queues a command. It goes out in turn through `next_outbound`: after the greeting, and alone
  /// if it is STARTTLS, LOGIN or AUTHENTICATE.
  CommandId start(Command command);

  /// The next thing to write, or std::nullopt while there is nothing, or while the server has to
  /// speak first (greeting, `+`, the reply to a command that is sent alone). A body counts as
  /// written once it was returned: the caller writes exactly that many octets of it before anything
  /// else.
  [[nodiscard]] std::optional<OutboundFragment> next_outbound();

  /// To be called after the handshake that follows the OK to STARTTLS. Until then nothing is sent,
  /// and octets that are fed are an error (RFC 9051 section 6.2.1).
  void tls_established();

  [[nodiscard]] bool is_awaiting_tls() const;

  /// False after BYE, state lost, protocol error or end of stream: nothing more goes out.
  [[nodiscard]] bool can_send() const;

  /// What the server last said it can do; null if it has to be asked, as at the beginning, after
  /// STARTTLS, and after sign-in unless the reply carried it.
  [[nodiscard]] const Capabilities* capabilities() const;

  /// Commands started and not completed, sent or not.
  [[nodiscard]] std::size_t unsettled_commands() const;

  /// The APPENDs among them, oldest first, with what was given out of each.
  [[nodiscard]] std::vector<AppendExtent> unsettled_appends() const;

  /// Octets given out since the beginning.
  [[nodiscard]] std::uint64_t octets_out() const;

  /// Which tolerances this server has needed so far.
  [[nodiscard]] QuirkSet quirks_seen() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace mailhaul::imap
