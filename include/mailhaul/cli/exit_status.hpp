/// What the process tells its caller at the end: sysexits(3) where it has a word for it.
#pragma once

#include <span>
#include <string_view>

#include <mailhaul/base/error.hpp>

namespace mailhaul::cli {

enum class ExitStatus : int {
  Done = 0,               ///< nothing to attend to
  Attention = 1,          ///< finished, but something needs attention
  Usage = 64,             ///< the command line is wrong
  NoSource = 66,          ///< MAILDIR is missing or unreadable
  Unavailable = 69,       ///< the server cannot be reached, cannot be trusted or gave up
  Internal = 70,          ///< a defect of this program
  NoJournal = 73,         ///< the journal cannot be written
  OutputFailed = 74,      ///< standard output or a temporary file cannot be written
  TryAgain = 75,          ///< stopped for now; run again
  Protocol = 76,          ///< the server broke the protocol
  SignInRefused = 77,     ///< the server refused the sign-in
  Configuration = 78,     ///< the options cannot be carried out as given
  InterruptedInt = 130,   ///< SIGINT; the journal is intact
  InterruptedTerm = 143,  ///< SIGTERM; the journal is intact
};

/// One row of EXIT STATUS in mailhaul(1).
struct ExitStatusRow {
  ExitStatus status;
  std::string_view meaning;
};

/// All values in ascending order. The man page is checked against this table.
[[nodiscard]] std::span<const ExitStatusRow> exit_status_table();

/// The status of a run that ended because of an error of this kind.
[[nodiscard]] ExitStatus exit_status_of(ErrorKind kind);

/// The status of a run that ended because of this signal: SIGTERM, else SIGINT.
[[nodiscard]] ExitStatus exit_status_of_signal(int signal);

}  // namespace mailhaul::cli
