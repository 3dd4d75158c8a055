/// Takes back what was uploaded: exactly the messages that the journal says are ours, then the
/// mailboxes that were made for them. Run it again to continue.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/migrate/observer.hpp>
#include <mailhaul/migrate/options.hpp>
#include <mailhaul/migrate/upload.hpp>

namespace mailhaul::migrate {

struct RollbackOptions {
  ServerOptions server;   ///< an empty host: the journal's
  SignInOptions sign_in;  ///< an empty user: the journal's
  std::string journal_path;
  /// Leaves messages that were read on the server since.
  bool keep_read = false;
  /// Messages that their owner removed from the server are sent again by the next upload.
  bool restore_removed = false;
  /// Changes nothing, on the server or in the journal.
  bool dry_run = false;
  /// As UploadOptions::settle_after.
  std::optional<std::chrono::seconds> settle_after;
};

/// What became of one mailbox of the journal.
struct MailboxRollback {
  std::string mailbox;
  std::uint64_t removed = 0;
  std::uint64_t already_gone = 0;
  std::uint64_t kept = 0;
  bool is_removed = false;  ///< the mailbox itself
};

/// The counts of one run, with the names of the JSON (mailhaul.rollback/1).
struct RollbackSummary {
  std::string user;
  std::string host;
  std::string profile;

  struct {
    std::uint64_t removed = 0;
    std::uint64_t already_gone = 0;
    /// Another message has the UID now, or nobody can tell any more: left alone.
    std::uint64_t kept_changed = 0;
    std::uint64_t kept_read = 0;
    std::uint64_t kept_by_server = 0;  ///< it did not let go of them
    std::uint64_t unknown = 0;         ///< sent without an answer, and not found
    std::uint64_t restored = 0;        ///< gone, and to be sent again
  } messages;

  struct {
    std::uint64_t removed = 0;
    std::uint64_t kept = 0;  ///< made by us, but something is in them
  } mailboxes;

  std::vector<MailboxRollback> by_mailbox;
  double seconds = 0.0;
  /// Listed up to a bound; `attention_total` counts all.
  std::vector<Attention> attention;
  std::uint64_t attention_total = 0;
  bool dry_run = false;
  /// Why the run stopped before its end; the summary is valid up to there.
  std::optional<Error> stopped;

  [[nodiscard]] bool needs_attention() const { return attention_total != 0; }
};

/// Errors: as ServerConnection::open, Journal if there is none or it is of another move; once
/// something may have been removed, a reason to stop early is in `stopped`.
Result<RollbackSummary> rollback(const RollbackOptions& options, Observer& observer,
                                 StopSignal stop);

}  // namespace mailhaul::migrate
