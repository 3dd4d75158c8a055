/// What the parts of one upload share.
#pragma once

#include "migrate/delta/source_changes.hpp"
#include "migrate/delta/vanished_index.hpp"
#include "migrate/locate/settling_time.hpp"
#include "migrate/source/header_names.hpp"
#include "migrate/upload/first_stored.hpp"
#include "migrate/upload/survey.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <mailhaul/base/wall_clock.hpp>
#include <mailhaul/imap/flags.hpp>
#include <mailhaul/journal/journal.hpp>
#include <mailhaul/maildir/scanner.hpp>
#include <mailhaul/migrate/observer.hpp>
#include <mailhaul/migrate/options.hpp>
#include <mailhaul/migrate/plan.hpp>
#include <mailhaul/migrate/upload.hpp>
#include <mailhaul/target/content_rules.hpp>
#include <mailhaul/target/profile.hpp>

namespace mailhaul::migrate {

/// Where a message is, for a report.
struct MessagePlace {
  std::string folder;
  std::string mailbox;
};

/// A mailbox of the run.
struct MailboxState {
  journal::MailboxRow row;
  /// PERMANENTFLAGS, where they were asked for because a folder has keywords.
  std::optional<imap::FlagSet> permanent_flags;
  /// Its UIDVALIDITY is not the one of the last run.
  bool is_renewed = false;
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
  /// Messages on the server of folders that go nowhere in this run, by index in the plan.
  std::map<std::size_t, std::uint64_t> stored_of_left_folders = {};
  /// Existing mailboxes of the server; null in a dry run without one.
  const ServerMailboxes* server = nullptr;
  /// Folders of the plan that are not read again, by index.
  std::map<std::size_t, SettledFolder> settled_folders = {};
  /// Names that were read a moment ago and are wanted once more, by index in the plan.
  std::map<std::size_t, FolderNames> names = {};
  /// What a new name may turn out to be.
  VanishedIndex vanished = {};
  /// Flags that changed at the source and are to be merged with those of the target.
  std::vector<SourceFlags> source_flags = {};
  /// Of these, messages whose flags really have to change there.
  std::unordered_set<journal::MessageId> flags_to_carry = {};
  /// Messages whose flags the server would not change in this run.
  std::unordered_set<journal::MessageId> flags_refused = {};
  /// Seconds since 1970 when a COPY was last sent, whose answer may have been lost.
  std::int64_t last_copy = 0;
  /// The server will not show the mailbox for deleted items, so that nothing can be moved there.
  bool is_trash_refused = false;
  /// A limit that this server showed by refusing a message for its size: no larger one is sent.
  std::optional<std::uint64_t> refused_size = {};
  std::map<std::string, std::uint64_t> keywords_not_kept = {};
  /// Of the X- fields that were sent in this run.
  HeaderNames header_names = {};
  /// The server said that it takes nothing more into them.
  std::unordered_set<journal::MailboxId> abandoned = {};
  FirstStored first_stored{DateLooks::None};
  /// Unknown, but their last octet was never handed over: after a look that does not find them they
  /// may be sent again at once.
  std::unordered_set<journal::MessageId> cannot_be_stored = {};
  /// How often a message could not be read, or was another one, when it was to be sent.
  std::unordered_map<journal::MessageId, int> broken_off = {};
  /// Were lost with a connection of this run and turned out not to be stored.
  std::unordered_set<journal::MessageId> lost_on_the_way = {};
  /// Messages or folders of the source were not looked into, so what seems to be gone from it may
  /// only have been moved there.
  bool is_source_half_read = false;
  /// Messages that are not uploaded from where they are, by content; none before they were read
  /// (delta/left_out).
  std::optional<std::set<journal::Fingerprint>> left_out = {};

  [[nodiscard]] const target::ProfileTraits& traits() const { return target::traits(profile); }

  [[nodiscard]] bool stop_requested() const {
    return stop.requested != nullptr && stop.requested->load();
  }

  /// As many messages need attention as the user lets pass.
  [[nodiscard]] bool has_enough_errors() const {
    return options.max_errors && summary.attention_total >= *options.max_errors;
  }

  [[nodiscard]] target::TrashedPolicy trashed_policy() const;

  /// What the options ask of the judgement of a message; `is_seen`: it has flag S.
  [[nodiscard]] target::JudgeOptions judge_options(bool is_seen) const;

  /// What has to be found out about every message.
  [[nodiscard]] message::FactsNeeded facts_needed() const;

  /// Octets; what has more and is not compressed need not be read.
  [[nodiscard]] std::uint64_t largest_message() const;

  /// How long the server may still be doing what it was asked to when a connection was lost.
  [[nodiscard]] std::chrono::seconds settle_after() const {
    return settling_time(options.settle_after, profile);
  }

  /// Where the messages of a folder of the plan go; none if its mailbox was refused.
  [[nodiscard]] std::optional<journal::MailboxId> mailbox_of(journal::FolderId folder) const;

  /// All mailboxes of the run, in the order of their ids.
  [[nodiscard]] std::vector<journal::MailboxRow> mailbox_rows() const;

  /// The names of a row's folder and mailbox, as far as they are part of this run.
  [[nodiscard]] MessagePlace place_of(const journal::MessageRow& row) const;

  /// One message's outcome: counted, shown, and listed where it needs attention.
  void report(const MessageReport& message);
  void add_attention(Attention attention);
};

}  // namespace mailhaul::migrate
