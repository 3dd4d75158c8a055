/// The move: plan, create, send, settle. Run it again to continue, to retry, to pick up what is
/// new.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/result.hpp>
#include <mailhaul/migrate/observer.hpp>
#include <mailhaul/migrate/options.hpp>
#include <mailhaul/migrate/plan.hpp>

namespace mailhaul::maildir {
class Scanner;
}

namespace mailhaul::migrate {

/// One message or folder that someone has to look at.
struct Attention {
  std::string folder = {};   ///< UTF-8 path with '/'
  Bytes unique_name = {};    ///< raw bytes; empty if it concerns the folder
  std::string mailbox = {};  ///< UTF-8
  std::string kind = {};     ///< as MessageReport::kind
  std::string text = {};
  std::string subject = {};  ///< decoded, UTF-8; empty if it is not known
};

/// What only a rehearsal can tell.
struct RehearsalResult {
  /// The time that the move takes at least at the pace that the server and --max-rate allow.
  std::chrono::milliseconds duration{0};
  /// Of the verification afterwards: "perfect", "good", "investigate" or "poor"; empty if there was
  /// none because the run stopped before its end.
  std::string grade = {};
  /// Messages that were fetched again and compared with the source.
  std::uint64_t compared = 0;
};

/// The counts of one run, with the names of the JSON (mailhaul.upload/1).
struct UploadSummary {
  std::string user;
  std::string host;
  std::string profile;

  struct {
    std::uint64_t planned = 0;
    std::uint64_t created = 0;
    std::uint64_t existing = 0;
  } mailboxes;

  struct {
    std::uint64_t found = 0;
    std::uint64_t uploaded = 0;
    std::uint64_t already_there = 0;
    std::uint64_t repaired = 0;
    std::uint64_t wrapped = 0;
    std::uint64_t refused = 0;
    std::uint64_t skipped = 0;
    std::uint64_t unknown = 0;
    std::uint64_t flags_updated = 0;
    /// Stored without flags that had to be set afterwards, because it cannot be told which of the
    /// messages on the server they are; counted in every run.
    std::uint64_t flags_not_set = 0;
    std::uint64_t moved = 0;
    std::uint64_t vanished = 0;
    std::uint64_t removed = 0;  ///< vanished, and removed from the server
    std::uint64_t adopted = 0;
    std::uint64_t empty = 0;
    std::uint64_t unreadable = 0;
  } messages;

  /// Keywords and flags that the target does not take: name and number of messages.
  std::vector<std::pair<std::string, std::uint64_t>> keywords_not_kept;
  /// Distinct names of X- fields in the messages that this run sent to an Exchange: each costs a
  /// named property there.
  std::uint64_t header_names = 0;
  /// How many of them a mailbox database holds, of all its mailboxes together; unset: enough.
  std::optional<std::uint64_t> header_name_limit = {};
  std::uint64_t bytes_sent = 0;  ///< wire octets of messages that were stored in this run
  double seconds = 0.0;
  /// Listed up to a bound; `attention_total` counts all.
  std::vector<Attention> attention;
  std::uint64_t attention_total = 0;
  bool dry_run = false;
  std::optional<RehearsalResult> rehearsed = {};
  /// Why the run stopped before its end; the summary is valid up to there.
  std::optional<Error> stopped;

  [[nodiscard]] bool needs_attention() const { return attention_total != 0; }
};

/// Asked between messages and while waiting. `wake_fd` becomes readable when `requested` turns
/// true.
struct StopSignal {
  const std::atomic<bool>* requested = nullptr;
  int wake_fd = -1;
};

/// Carries the whole run out on an opened tree. An error means that nothing could be begun (no
/// connection, sign-in refused, journal of another mailbox, contradiction in the rules); once
/// sending began, a reason to stop early is in `stopped`.
Result<UploadSummary> upload(const maildir::Scanner& tree, const UploadOptions& options,
                             Observer& observer, StopSignal stop);

}  // namespace mailhaul::migrate
