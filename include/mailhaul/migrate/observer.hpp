/// How a run tells what it does, while it does it. The one virtual interface of the program: report
/// implements it for terminals, pipes and logs, tests for assertions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/error.hpp>
#include <mailhaul/migrate/plan.hpp>

namespace mailhaul::migrate {

/// What a run is at. Those of an upload up to Done come in this order.
enum class Phase {
  Scan,
  Connect,
  Plan,
  Create,
  Send,
  Settle,
  Flags,
  Done,
  // Of other commands, each a whole run.
  Compare,
  Remove,
};

enum class Outcome {
  Stored,        ///< accepted by the server
  AlreadyThere,  ///< known from an earlier run
  Located,       ///< outcome was unknown; found on the server
  Refused,       ///< rejected; needs attention
  Unknown,       ///< sent, answer lost, not found; needs attention
  Unreadable,    ///< cannot be read at the source; needs attention
  Skipped,       ///< left out by a rule the user gave
  Empty,         ///< zero bytes: holds nothing, counted and noted
  Moved,         ///< known under another name, or in another folder
  Vanished,      ///< gone from the source between the listing and the opening
  // Of a rollback:
  Removed,      ///< taken from the server
  AlreadyGone,  ///< its owner had removed it there
  KeptRead,     ///< was read there since
  KeptChanged,  ///< is not the message that was uploaded; needs attention
  NotRemoved,   ///< the server did not let go of it; needs attention
  // Of a verification:
  Missing,      ///< not on the server; needs attention
  Duplicated,   ///< a second copy on the server; needs attention
  Altered,      ///< says something else than what was sent; needs attention
  NotCompared,  ///< is there, with a content that could not be looked at; needs attention
  DateDiffers,  ///< has another date than planned
  FlagsDiffer,  ///< has other flags than planned
};

/// One message's outcome. Views live for the call only.
struct MessageReport {
  Outcome outcome = Outcome::Stored;
  std::string_view folder = {};   ///< folder as a UTF-8 path with '/'
  ByteView unique_name = {};      ///< raw bytes from disk; escape before showing
  std::string_view mailbox = {};  ///< UTF-8
  std::uint64_t wire_size = 0;
  std::uint32_t uid = 0;  ///< 0 if the server did not tell
  /// "as-is", "repaired", "wrapped".
  std::string_view form = "as-is";
  /// For everything that needs attention: the class of the reason ("refused-content", "too-big",
  /// "quota", "symlink", ...) and one sentence with the server's text.
  std::string_view kind = {};
  std::string_view text = {};
  std::string_view subject = {};  ///< decoded, UTF-8; empty if not known
};

/// Where a run stands. Counts are of this run.
struct Progress {
  std::uint64_t messages_total = 0;  ///< found and not yet known to be stored; 0 while scanning
  std::uint64_t messages_done = 0;
  std::uint64_t bytes_total = 0;  ///< estimated from sizes on disk
  std::uint64_t bytes_done = 0;   ///< wire octets of settled messages
  std::string_view mailbox = {};  ///< the one being filled
};

class Observer {
 public:
  Observer() = default;
  Observer(const Observer&) = delete;
  Observer& operator=(const Observer&) = delete;
  Observer(Observer&&) = delete;
  Observer& operator=(Observer&&) = delete;
  virtual ~Observer() = default;

  virtual void phase(Phase phase) = 0;
  /// Before anything is created.
  virtual void plan(const Plan& plan) = 0;
  virtual void message(const MessageReport& report) = 0;
  /// At least after every group of messages, and about once a second while waiting.
  virtual void progress(const Progress& progress) = 0;
  /// The server asked to wait, or the connection was lost and is made again.
  virtual void waiting(std::string_view why, std::int64_t milliseconds) = 0;
  /// One sentence that is no message's outcome: a merge, a mailbox created, a warning about TLS.
  virtual void note(std::string_view text) = 0;
};

}  // namespace mailhaul::migrate
