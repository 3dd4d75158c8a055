/// What happened on the server, as a list of plain facts, and what those facts say about the
/// conduct of the client (E5).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <mailhaul/emulator/clock.hpp>
#include <mailhaul/emulator/profile.hpp>

namespace mailhaul::emulator {

enum class EventKind {
  Connect,                 ///< address
  Command,                 ///< name, mailbox; the client's line is not kept: it may hold a secret
  Refusal,                 ///< name, status, text, rule
  Close,                   ///< reason
  Fault,                   ///< point
  Append,                  ///< mailbox, uid, size, longest_line, literal (sync, nonsync), flags
  Misfiled,                ///< mailbox, uid
  Keyword,                 ///< keyword, command
  FlaggedAppend,           ///< an APPEND that carries \Flagged
  LongLine,                ///< octets
  LargeNonSync,            ///< a literal {n+} above half the size limit: octets
  Desync,                  ///< the literal was abandoned and its rest is read as commands
  Examine,                 ///< mailbox
  Enable,                  ///< what the client enabled
  ExtendedList,            ///< arguments that the server does not know
  Throttled,               ///< milliseconds, status
  EarlyReturn,             ///< the client came back before its backoff was over: milliseconds left
  BackoffWaited,           ///< asked, waited (milliseconds)
  Pipelined,               ///< bytes of the next command came before the tagged answer
  LoginWithoutCapability,  ///< a mailbox command after login, and no CAPABILITY between
  NamedProperties,         ///< id (9666, 9667), count
  Restart,
};

std::string_view to_string(EventKind kind);

struct Event {
  Instant at{};
  std::uint64_t connection = 0;  ///< from 1; 0 is the server itself
  EventKind kind = EventKind::Command;
  std::vector<std::pair<std::string, std::string>> fields = {};

  /// The value of a field, or an empty string.
  [[nodiscard]] std::string_view field(std::string_view name) const;
};

/// One JSON object without line end. Octets that are no UTF-8 are read as windows-1252.
std::string to_json(const Event& event);

/// Totals kept while the server runs, whatever `keep_events` says.
struct Conduct {
  std::uint64_t commands = 0;
  std::uint64_t appends = 0;
  std::uint64_t misfiled = 0;
  std::uint64_t keywords = 0;
  std::uint64_t flagged_appends = 0;
  std::uint64_t desyncs = 0;
  std::uint64_t commands_after_desync = 0;  ///< read on a connection whose state was lost
  std::uint64_t examines = 0;
  std::uint64_t enables = 0;
  std::uint64_t extended_lists = 0;
  std::uint64_t large_non_sync_literals = 0;
  std::uint64_t early_returns = 0;
  std::uint64_t logins_without_capability = 0;
  std::uint64_t longest_line = 0;  ///< octets, in commands and literals
  std::uint64_t most_failures_on_a_connection = 0;
  std::uint64_t most_connections_at_once = 0;
  std::uint64_t named_property_refusals = 0;  ///< messages that a full table refused
  std::uint64_t named_properties = 0;         ///< distinct names that the fullest table holds
};

/// The checks of E5 that hold on every run: one sentence for each that the client broke, beginning
/// with its letter; empty if it behaved.
std::vector<std::string> violations(const Conduct& conduct, const Profile& profile);

}  // namespace mailhaul::emulator
