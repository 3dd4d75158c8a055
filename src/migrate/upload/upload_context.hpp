/// What the parts of one upload share.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include <mailhaul/base/wall_clock.hpp>
#include <mailhaul/imap/flags.hpp>
#include <mailhaul/journal/journal.hpp>
#include <mailhaul/maildir/scanner.hpp>
#include <mailhaul/migrate/observer.hpp>
#include <mailhaul/migrate/options.hpp>
#include <mailhaul/migrate/plan.hpp>
#include <mailhaul/migrate/upload.hpp>
#include <mailhaul/target/profile.hpp>

namespace mailhaul::migrate {

/// A mailbox of the plan during the run.
struct MailboxState {
  journal::MailboxRow row;
  /// PERMANENTFLAGS, where they were asked for because a folder has keywords.
  std::optional<imap::FlagSet> permanent_flags;
};

/// Lives on the disk thread; the wire thread sees nothing of it.
struct UploadContext {
  const maildir::Scanner& tree;
  const UploadOptions& options;
  Observer& observer;
  StopSignal stop;
  journal::Journal& journal;
  const Plan& plan;
  target::Profile profile;
  UploadSummary& summary;
  Progress progress;
  std::unordered_map<journal::MailboxId, MailboxState> mailboxes = {};
  std::map<std::string, journal::MailboxId> mailbox_ids = {};  ///< by name
  std::map<std::size_t, journal::FolderId> folder_ids = {};    ///< by index in the plan
  /// A limit that this server showed by refusing a message for its size: no larger one is sent.
  std::optional<std::uint64_t> refused_size = {};
  std::map<std::string, std::uint64_t> keywords_not_kept = {};
  /// The first message that was stored in this run, for a look at its date.
  std::optional<journal::MessageId> first_stored = {};
  /// Unknown, but their last octet was never handed over: after a look that does not find them they
  /// may be sent again at once.
  std::unordered_set<journal::MessageId> cannot_be_stored = {};
  /// Were lost with a connection of this run and turned out not to be stored.
  std::unordered_set<journal::MessageId> lost_on_the_way = {};

  [[nodiscard]] const target::ProfileTraits& traits() const { return target::traits(profile); }

  [[nodiscard]] bool stop_requested() const {
    return stop.requested != nullptr && stop.requested->load();
  }

  /// As many messages need attention as the user lets pass.
  [[nodiscard]] bool has_enough_errors() const {
    return options.max_errors && summary.attention_total >= *options.max_errors;
  }

  [[nodiscard]] target::TrashedPolicy trashed_policy() const;

  /// One message's outcome: counted, shown, and listed where it needs attention.
  void report(const MessageReport& message);
  void add_attention(Attention attention);
};

}  // namespace mailhaul::migrate
