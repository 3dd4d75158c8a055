/// What a server's NO, BAD or BYE means. The engine acts on classes, never on texts: the texts of
/// Exchange, Dovecot, Cyrus and Courier and the codes of RFC 5530 are known here alone.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <mailhaul/base/error.hpp>
#include <mailhaul/target/profile.hpp>

namespace mailhaul::target {

enum class ErrorClass : std::uint8_t {
  Throttled,        ///< wait as long as it says
  Unavailable,      ///< a passing fault of the server
  TooManySessions,  ///< the server takes no further connection now
  RefusedContent,   ///< this message, as it is, cannot be stored
  TooBig,
  Quota,
  ProbablyQuota,  ///< Exchange names no reason; a full mailbox is the usual one
  Rights,         ///< not allowed on this mailbox
  NotConnected,   ///< signed in, but with no right on the whole account
  SignInRefused,
  TlsRequired,  ///< sign-in is not offered without TLS
  TokenExpired,
  StateLost,       ///< client and server no longer agree where a command begins
  CommandRefused,  ///< the command itself is not understood; another like it will fail too
  Bye,             ///< the server ends the connection
  NameRefused,     ///< no mailbox can have this name
  AlreadyExists,
  MailboxMissing,
  MessageGone,  ///< expunged while it was asked for
  Other,
};

inline constexpr std::size_t kErrorClassCount = static_cast<std::size_t>(ErrorClass::Other) + 1;

[[nodiscard]] std::string_view to_string(ErrorClass error_class);

enum class AnswerKind : std::uint8_t { No, Bad, Bye };

/// A status response as the session parsed it.
struct ErrorAnswer {
  AnswerKind kind = AnswerKind::No;
  /// Name of the response code in any case, without brackets and arguments; empty if there is none.
  std::string_view code;
  std::string_view text;
};

enum class CommandKind : std::uint8_t {
  Login,  ///< LOGIN and AUTHENTICATE
  Append,
  Create,  ///< also RENAME and SUBSCRIBE
  Select,  ///< also STATUS and EXAMINE
  Other,
};

/// The command that was answered. For a BYE: the oldest one outstanding.
struct AnsweredCommand {
  CommandKind kind = CommandKind::Other;
  /// Whether the last octet of an APPEND's literal had been handed to the transport.
  bool is_literal_sent = false;
};

/// What becomes of the message of an answered APPEND. A message of an unanswered one is Unknown if
/// any octet of it was written, and simply not sent if none was.
enum class MessageFate : std::uint8_t {
  Untouched,  ///< the answer says nothing about a message
  SendLater,  ///< not stored, nothing is wrong with it
  Remedy,     ///< not stored; the next remedy may be tried
  Refuse,     ///< not stored, and no remedy helps: listed
  Unknown,    ///< look at the server
};

enum class FolderFate : std::uint8_t {
  Continue,
  Leave,  ///< list what is left of the folder and go on with the next
};

enum class ConnectionFate : std::uint8_t { Keep, Close };

enum class RunFate : std::uint8_t {
  Continue,
  Wait,            ///< as long as retry_after, or as the pacer likes, then go on
  Reconnect,       ///< at once, with a fresh token where there is one
  StopIfRepeated,  ///< the second such answer in a row stops the run
  Stop,
};

/// Everything that follows from an answer.
struct Verdict {
  ErrorClass error_class = ErrorClass::Other;
  MessageFate message = MessageFate::Untouched;
  FolderFate folder = FolderFate::Continue;
  ConnectionFate connection = ConnectionFate::Keep;
  RunFate run = RunFate::Continue;
  /// The kind of an Error made from this answer; decides the exit status if the run stops.
  ErrorKind error_kind = ErrorKind::Refused;
  /// Only for Throttled, and only if the server named a time; at most a day.
  std::optional<std::chrono::milliseconds> retry_after = {};
};

/// A tagged answer settles its own command only. A BAD to an APPEND closes the connection, since
/// the server may be reading the message as commands, unless it is Exchange's refusal of a content
/// that it has read completely.
[[nodiscard]] Verdict classify(const ErrorAnswer& answer, const AnsweredCommand& command,
                               Profile profile);

/// What a class does where nothing else is known: the rows of the manual's table.
[[nodiscard]] Verdict consequence_of(ErrorClass error_class);

/// The words of the manual's table: "sent later", "goes on", "kept", "waits" and so on.
[[nodiscard]] std::string_view to_string(MessageFate fate);
[[nodiscard]] std::string_view to_string(FolderFate fate);
[[nodiscard]] std::string_view to_string(ConnectionFate fate);
[[nodiscard]] std::string_view to_string(RunFate fate);

/// What an answer with a tag that was never sent means: the server reads a message as commands.
[[nodiscard]] Verdict verdict_on_unknown_tag();

/// The class in the words of an administrator, as a clause; empty if the server's text says it.
[[nodiscard]] std::string_view explain(ErrorClass error_class);

}  // namespace mailhaul::target
