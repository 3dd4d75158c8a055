/// Which folder goes to which mailbox, and why: a pure function of inventory, target profile, the
/// server's LIST and the user's rules. The mapping is injective except where a merge is intended,
/// and stable from run to run because a folder that was begun keeps the mailbox in the journal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/result.hpp>
#include <mailhaul/maildir/inventory.hpp>
#include <mailhaul/migrate/options.hpp>
#include <mailhaul/target/mailbox_names.hpp>
#include <mailhaul/target/profile.hpp>

namespace mailhaul::migrate {

/// Why a folder goes where it goes; `to_string` gives the words of the JSON.
enum class MappingReason {
  Inbox,          ///< the Maildir's root
  SameName,       ///< nothing to change
  SpecialUse,     ///< Sent, Trash, Drafts, Junk: the server's own mailbox
  PrefixRemoved,  ///< INBOX. taken off
  Merged,         ///< joined with its plain twin (.INBOX.Sent beside .Sent)
  Renamed,        ///< changed so that the target takes it; see `changes`
  KeptApart,      ///< would have met another folder's mailbox; numbered
  Rule,           ///< --map or --map-file
  Journal,        ///< begun in an earlier run
};
std::string to_string(MappingReason reason);

/// One mailbox as LIST gave it.
struct ServerMailbox {
  std::string name;  ///< UTF-8, with the server's delimiter
  std::vector<std::string> attributes;

  /// Exists, and can hold messages.
  [[nodiscard]] bool is_selectable() const;
};

/// What the server has, from one LIST and NAMESPACE.
struct ServerMailboxes {
  std::vector<ServerMailbox> mailboxes;
  std::optional<char> delimiter = '/';  ///< none: names have one level
  /// Personal namespace prefix with its delimiter, such as "INBOX." on Courier; usually empty.
  std::string prefix;
  /// Messages in INBOX, where that was asked.
  std::optional<std::uint32_t> in_inbox = {};
  /// Part of LIST could not be read: what is not among `mailboxes` may be there all the same.
  bool has_unreadable = false;
};

/// What a server of this kind has before anybody used it, for a plan without a server: on Exchange
/// the default mailboxes under their English names, else nothing is known.
[[nodiscard]] ServerMailboxes presumed_mailboxes(target::Profile profile);

/// One folder and its way.
struct PlannedFolder {
  std::size_t folder = 0;  ///< index in the inventory
  Bytes directory;         ///< as on disk, "" for the root
  std::string name;        ///< UTF-8 path with '/'
  std::string mailbox;     ///< UTF-8, with the server's delimiter and namespace prefix
  MappingReason reason = MappingReason::SameName;
  /// What was changed and why, for people; empty if nothing.
  std::vector<std::string> changes;
  /// What the target's name rules had to change, here or in a level above.
  std::set<target::NameChange> name_changes;
  bool subscribed = false;
  /// It goes to the server's deleted-items mailbox, or below it.
  bool is_trash = false;
  /// Filled by the caller from a count of the folder.
  std::uint64_t messages = 0;
  std::uint64_t bytes = 0;
};

/// A folder that is left out, by a rule of the user.
struct SkippedFolder {
  std::size_t folder = 0;
  std::string name;
  std::string why;
};

struct Plan {
  std::vector<PlannedFolder> folders;
  std::vector<SkippedFolder> skipped;
  /// Mailboxes to create, parents before children, without those that exist.
  std::vector<std::string> create;
  /// Mailboxes of the plan that exist already.
  std::size_t existing = 0;
  /// Where messages with flag T go when they are moved: the server's deleted-items mailbox, or
  /// empty.
  std::string trash_mailbox;
  /// Sentences for people: merges, special mailboxes that the server does not show.
  std::vector<std::string> notes;
  /// The same of rules that no folder fits though somebody wants one to: each needs attention.
  std::vector<std::string> unused_rules;
};

/// A folder's mailbox in the journal of an earlier run.
struct BegunFolder {
  Bytes directory;
  std::string mailbox;
};

/// Whether --include and --exclude let a folder through.
[[nodiscard]] bool is_selected(const SelectionOptions& selection,
                               const std::vector<std::string>& levels);

/// Errors: Configuration for a rule that contradicts the journal or sends two folders to one
/// mailbox without saying so.
Result<Plan> make_plan(const maildir::Inventory& inventory, target::Profile profile,
                       const ServerMailboxes& server, const MappingOptions& mapping,
                       const SelectionOptions& selection, const std::vector<BegunFolder>& begun);

}  // namespace mailhaul::migrate
