/// What a session has to tell its caller, in the order in which the server caused it.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/error.hpp>
#include <mailhaul/imap/append.hpp>
#include <mailhaul/imap/command.hpp>
#include <mailhaul/imap/inbound_literal.hpp>
#include <mailhaul/imap/response_code.hpp>
#include <mailhaul/imap/types.hpp>

namespace mailhaul::imap {

enum class GreetingKind : std::uint8_t { Ok, PreAuth };

/// The server's first line. A BYE in its place comes as `Bye`.
struct Greeting {
  GreetingKind kind = GreetingKind::Ok;
  ResponseText text;
};

struct Untagged {
  UntaggedData data;
};

/// The tagged reply to a command. It settles that command and no other.
struct Completion {
  CommandId command = 0;
  CommandKind kind = CommandKind::Noop;
  Status status = Status::Ok;
  ResponseText text;
  /// NO or BAD came where the session waited for `+`: the literal was not sent, nor anything behind
  /// it.
  bool continuation_refused = false;
  /// For an APPEND: its messages in order. After a NO that came early, bodies that are still to
  /// follow are pulled all the same, since a server reads announced literals to their end.
  std::vector<ItemExtent> items;
};

/// BYE, as answer to LOGOUT or unasked. Nothing is sent any more; replies on the way still arrive.
struct Bye {
  ResponseText text;
};

enum class StateLostCause : std::uint8_t {
  UnknownTag,          ///< a reply to a command that is not in flight
  UntaggedBad,         ///< `* BAD`: the server did not understand something, and cannot say what
  BareLine,            ///< a line that is no response: `Server Unavailable. 15`
  StrayContinuation,   ///< `+` although no command waits for one
  PrematureCompletion  ///< OK to a command that is not completely sent
};

/// Client and server no longer agree on what was said. Nothing is sent any more; replies on the way
/// still arrive.
struct StateLost {
  StateLostCause cause = StateLostCause::UnknownTag;
  Bytes line;  ///< as received, without its line end
};

/// The octets cannot be followed any more (a limit exceeded, data before the TLS handshake). Only
/// EndOfStream comes after it.
struct ProtocolError {
  Error error;
};

/// The server closed the connection. What is in flight gets no reply.
struct EndOfStream {
  bool within_response = false;  ///< the last response is incomplete
};

using Event = std::variant<Greeting, Untagged, Completion, Bye, LiteralBegin, LiteralChunk,
                           LiteralEnd, StateLost, ProtocolError, EndOfStream>;

}  // namespace mailhaul::imap
