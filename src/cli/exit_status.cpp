#include <array>
#include <csignal>

#include <mailhaul/cli/exit_status.hpp>

namespace mailhaul::cli {

namespace {

constexpr std::array kTable{
    ExitStatusRow{ExitStatus::Done, "done, nothing to attend to"},
    ExitStatusRow{ExitStatus::Attention, "finished, but something needs attention"},
    ExitStatusRow{ExitStatus::Usage, "the command line is wrong"},
    ExitStatusRow{ExitStatus::NoSource, "the source is missing or unreadable"},
    ExitStatusRow{ExitStatus::Unavailable,
                  "the server cannot be reached, cannot be trusted, has no room left, or gave up"},
    ExitStatusRow{ExitStatus::Internal, "internal error"},
    ExitStatusRow{ExitStatus::NoJournal, "the journal cannot be written"},
    ExitStatusRow{ExitStatus::OutputFailed,
                  "standard output or a temporary file cannot be written"},
    ExitStatusRow{ExitStatus::TryAgain, "stopped for now, run again"},
    ExitStatusRow{ExitStatus::Protocol, "the server broke the protocol"},
    ExitStatusRow{ExitStatus::SignInRefused, "the server refused the sign-in"},
    ExitStatusRow{ExitStatus::Configuration, "the options cannot be carried out as given"},
    ExitStatusRow{ExitStatus::InterruptedInt, "interrupted by SIGINT, the journal is intact"},
    ExitStatusRow{ExitStatus::InterruptedTerm, "interrupted by SIGTERM, the journal is intact"},
};

}  // namespace

std::span<const ExitStatusRow> exit_status_table() {
  return kTable;
}

ExitStatus exit_status_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::Usage:
      return ExitStatus::Usage;
    case ErrorKind::Configuration:
      return ExitStatus::Configuration;
    case ErrorKind::SourceUnusable:
    case ErrorKind::Unreadable:
      return ExitStatus::NoSource;
    case ErrorKind::FileSystem:
      return ExitStatus::OutputFailed;
    case ErrorKind::Unreachable:
    case ErrorKind::Tls:
    case ErrorKind::Refused:
    case ErrorKind::Quota:
    case ErrorKind::Unsupported:
      return ExitStatus::Unavailable;
    case ErrorKind::Authentication:
      return ExitStatus::SignInRefused;
    case ErrorKind::Protocol:
      return ExitStatus::Protocol;
    case ErrorKind::Throttled:
    case ErrorKind::Disconnected:
    case ErrorKind::JournalLocked:
    case ErrorKind::LimitReached:
      return ExitStatus::TryAgain;
    case ErrorKind::Journal:
      return ExitStatus::NoJournal;
    case ErrorKind::Interrupted:
      return ExitStatus::InterruptedInt;
    case ErrorKind::Internal:
      return ExitStatus::Internal;
  }
  return ExitStatus::Internal;
}

ExitStatus exit_status_of_signal(int signal) {
  return signal == SIGTERM ? ExitStatus::InterruptedTerm : ExitStatus::InterruptedInt;
}

}  // namespace mailhaul::cli
