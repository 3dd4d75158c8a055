/// What went wrong, said so that both a person and the exit status can use it.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace mailhaul {

/// Decides what a caller does about an error. The exit status is derived from it in
/// cli/exit_status.
enum class ErrorKind {
  Usage,           ///< the command line is wrong
  Configuration,   ///< the options are well formed but cannot be carried out as given
  SourceUnusable,  ///< MAILDIR is missing, unreadable or no Maildir
  Unreadable,      ///< one folder or message cannot be read; the run goes on
  FileSystem,      ///< another file operation failed
  Unreachable,     ///< no connection to the server
  Tls,             ///< the handshake or the certificate failed
  Authentication,  ///< sign-in refused
  Protocol,        ///< the server broke the protocol
  Refused,         ///< the server answered NO or BAD
  Throttled,       ///< the server asks to wait; see retry_after
  Quota,           ///< the mailbox is full
  Disconnected,    ///< the connection is lost
  Unsupported,     ///< the peer or the kernel lacks something that is needed
  Journal,         ///< the journal cannot be written or read
  JournalLocked,   ///< another run holds the journal
  Interrupted,     ///< a signal asked to stop
  LimitReached,    ///< a limit that the user set ended the run
  Internal,        ///< a defect of this program
};

/// The fixed name of a kind, as it appears in JSON: "source-unusable" and so on.
std::string to_string(ErrorKind kind);

/// An error as a value. No member ever holds a secret; bytes that come from a file name or from the
/// server are escaped for terminals before they are put here.
struct Error {
  ErrorKind kind = ErrorKind::Internal;
  /// One sentence without a final full stop, in lower case unless it starts with a name.
  std::string text;
  /// Where: folder, unique name, mailbox, file or host; empty if there is none.
  std::string where = {};
  /// What the administrator can do next, as a sentence; empty if there is nothing to add.
  std::string hint = {};
  /// How long the server asked us to wait, for Throttled.
  std::optional<std::chrono::milliseconds> retry_after = {};

  /// "where: text", the form in which an error is shown on one line.
  [[nodiscard]] std::string message() const;
};

}  // namespace mailhaul
