/// The durable record of one mailbox's move: an intent before a message is sent, the outcome after.
///
/// Writes are collected in groups: between `begin` and `commit` nothing is durable, after `commit`
/// all of it survives a power loss (WAL, synchronous FULL). One thread writes; a second process is
/// kept out by a lock. All errors are of kind Journal, or JournalLocked where another process holds
/// it.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/journal/types.hpp>

namespace mailhaul::journal {

class Database;

class Journal {
 public:
  /// For a run that writes: makes the file if it is missing, takes the lock, refuses a journal of
  /// another move or of a newer version. The directory must exist.
  static Result<Journal> open(const std::string& path, const Identity& identity,
                              const std::string& profile);

  /// The first half of `open`, while the target is not known yet: a journal that is not begun then
  /// is new, and leaves no file behind if that never happens.
  static Result<Journal> open_ahead(const std::string& path, const Identity& identity);
  /// The second half; nothing for a journal that an earlier run began.
  [[nodiscard]] Result<void> begin_move(const std::string& profile);

  /// The same for a journal that must exist, whichever move it belongs to. With `trial`, nothing
  /// that is written to it is kept.
  static Result<Journal> open_existing(const std::string& path, bool trial);

  /// For `status`: needs no lock and changes nothing. The file must exist.
  static Result<Journal> open_for_reading(const std::string& path);

  /// For a dry run: what the journal says now, if there is one. The file keeps every octet.
  static Result<Journal> open_trial(const std::string& path, const Identity& identity,
                                    const std::string& profile);

  Journal(Journal&&) noexcept;
  Journal& operator=(Journal&&) noexcept;
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
  ~Journal();

  [[nodiscard]] const Identity& identity() const;
  /// Refuses, as `open` does, another Maildir than this journal's.
  [[nodiscard]] Result<void> check_maildir(const Bytes& maildir) const;
  [[nodiscard]] const std::string& profile() const;
  /// Whether anything was journalled before this run.
  [[nodiscard]] bool is_new() const;
  /// Seconds since 1970 of the last commit of an earlier run; 0 if there was none.
  [[nodiscard]] std::int64_t last_write() const;

  /// A group of writes. `commit` is one sync.
  [[nodiscard]] Result<void> begin();
  [[nodiscard]] Result<void> commit(std::int64_t now);
  /// Moves what was committed from the log into the database, so that less is left to do at the
  /// end. Not within a group.
  [[nodiscard]] Result<void> empty_log();

  [[nodiscard]] Result<std::vector<MailboxRow>> mailboxes();
  /// Inserts, or updates the row of the same name; gives its id. `created` is never taken back.
  [[nodiscard]] Result<MailboxId> put_mailbox(const MailboxRow& row);
  /// A new UIDVALIDITY: the old UIDs mean nothing any more and are forgotten.
  [[nodiscard]] Result<void> forget_uids(MailboxId mailbox);

  [[nodiscard]] Result<std::vector<FolderRow>> folders();
  [[nodiscard]] Result<FolderId> put_folder(const Bytes& directory, MailboxId mailbox);

  /// The row of a message, by its folder and unique name.
  [[nodiscard]] Result<std::optional<MessageRow>> find(FolderId folder, ByteView unique_name);
  [[nodiscard]] Result<std::optional<MessageRow>> message(MessageId id);

  /// Inserts or replaces what is known of a message; gives its row id.
  [[nodiscard]] Result<MessageId> put_message(const MessageRow& row);
  /// The same for all of them, in less time where many are new; their ids in the same order.
  [[nodiscard]] Result<std::vector<MessageId>> put_messages(std::span<const MessageRow> rows);
  /// It may be sent from the next commit on.
  [[nodiscard]] Result<void> set_intent(MessageId id, Form form);
  [[nodiscard]] Result<void> set_stored(MessageId id, std::optional<std::uint32_t> uid,
                                        std::uint32_t flags_set);
  /// The same for all of them, with the flags that their rows have as set.
  [[nodiscard]] Result<void> set_stored_run(const StoredRun& run);
  [[nodiscard]] Result<void> set_refused(MessageId id, const Reason& reason);
  [[nodiscard]] Result<void> set_unknown(MessageId id, const Reason& reason);
  [[nodiscard]] Result<void> set_unsent(MessageId id);
  /// What else is to be remembered of it, such as the remedies of the copy that was stored.
  [[nodiscard]] Result<void> set_reason(MessageId id, const Reason& reason);
  /// Empty if none was given.
  [[nodiscard]] Result<Reason> reason(MessageId id);
  [[nodiscard]] Result<void> set_uid(MessageId id, std::uint32_t uid);
  /// What the server shows of it, where that is something else than was sent.
  [[nodiscard]] Result<void> set_identity(MessageId id, std::int64_t message_id_hash,
                                          std::int64_t subject_hash);
  [[nodiscard]] Result<void> set_flags(MessageId id, std::uint32_t wanted, std::uint32_t set);

  /// Every Intent becomes Unknown; called once at the start of a run. Gives their number. If there
  /// are any, that counts as a write: what a dead run had on its way may have left it just now.
  [[nodiscard]] Result<std::uint64_t> settle_intents(std::int64_t now);

  [[nodiscard]] Result<std::vector<MessageRow>> messages_in_state(MailboxId mailbox, State state);
  /// Stored without a UID, for servers without UIDPLUS.
  [[nodiscard]] Result<std::vector<MessageRow>> stored_without_uid(MailboxId mailbox);
  /// The mailboxes that have such messages; as a rule none, which takes one look at every row.
  [[nodiscard]] Result<std::vector<MailboxId>> mailboxes_without_uids();
  /// The mailboxes with messages that are Unknown or Removing, or with foreign marks.
  [[nodiscard]] Result<std::vector<MailboxId>> mailboxes_in_doubt();
  /// Stored, with a UID, flags wanted and set differing.
  [[nodiscard]] Result<std::vector<MessageRow>> flags_to_set(MailboxId mailbox);
  /// Stored, with UIDs above `after`: the next `limit` of them, ascending.
  [[nodiscard]] Result<std::vector<MessageRow>> stored_above(MailboxId mailbox, std::uint32_t after,
                                                             std::size_t limit);
  /// UIDs from `from` on that messages of ours have in this mailbox, ascending.
  [[nodiscard]] Result<std::vector<std::uint32_t>> known_uids(MailboxId mailbox,
                                                              std::uint32_t from);

  /// Stored, and to be removed from the server from the next commit on.
  [[nodiscard]] Result<void> set_removing(MessageId id);
  /// Was removed by us: it is not on the server, and may be sent again.
  [[nodiscard]] Result<void> set_removed(MessageId id);
  /// Its owner removed it from the server.
  [[nodiscard]] Result<void> set_gone(MessageId id);
  /// Everything Gone becomes Unsent; gives the number.
  [[nodiscard]] Result<std::uint64_t> restore_gone();

  /// UIDs of messages that are not ours and whose \Deleted was taken off, or is going to be from
  /// the next commit on, so that an EXPUNGE spares them.
  [[nodiscard]] Result<void> add_foreign_mark(MailboxId mailbox, std::uint32_t uid);
  [[nodiscard]] Result<std::vector<std::uint32_t>> foreign_marks(MailboxId mailbox);
  [[nodiscard]] Result<void> drop_foreign_marks(MailboxId mailbox);

  /// The mailbox is not on the server any more, and was not made by us if it is there again.
  [[nodiscard]] Result<void> forget_mailbox(MailboxId mailbox);
  /// It turned out not to be made by us.
  [[nodiscard]] Result<void> set_not_created(MailboxId mailbox);
  [[nodiscard]] Result<void> set_subscribed(MailboxId mailbox, bool subscribed);
  /// Forgets messages that are Unsent or Refused, then folders without messages, then mailboxes
  /// that nothing refers to and that are not ours: a move can begin anew.
  [[nodiscard]] Result<void> forget_unsent();

  /// What a delta pass asks for each name, without the parts that only a send needs.
  [[nodiscard]] Result<std::optional<KnownMessage>> known(FolderId folder, ByteView unique_name);
  /// All rows of a folder, ascending.
  [[nodiscard]] Result<std::vector<MessageId>> ids_in(FolderId folder);
  /// Messages of a folder that were sent and are not known to have vanished from it; how many of
  /// them are stored.
  [[nodiscard]] Result<std::vector<VanishedMessage>> stored_in(FolderId folder);
  [[nodiscard]] Result<std::uint64_t> count_present(FolderId folder);
  /// `since` in seconds since 1970; 0: it is there again.
  [[nodiscard]] Result<void> set_vanished(MessageId id, std::int64_t since);
  /// Messages that were sent and are gone from the source, in the order of their rows.
  [[nodiscard]] Result<std::vector<VanishedMessage>> vanished();
  [[nodiscard]] Result<std::vector<MessageRow>> vanished_in(MailboxId mailbox);
  [[nodiscard]] Result<void> set_flags_source(MessageId id, std::uint32_t flags);
  /// The message has this name now, and is there. A row that had the name is forgotten; it must not
  /// be of a message on the server.
  [[nodiscard]] Result<void> rename(MessageId id, FolderId folder, ByteView unique_name);
  /// Where the message is on the server.
  [[nodiscard]] Result<void> set_place(MessageId id, MailboxId mailbox,
                                       std::optional<std::uint32_t> uid);
  /// The row and all that hangs on it, as if the message had never been met.
  [[nodiscard]] Result<void> forget(MessageId id);

  [[nodiscard]] Result<std::vector<Relocation>> relocations();
  [[nodiscard]] Result<std::optional<Relocation>> relocation(MessageId message);
  /// Inserts, or replaces the one of the same message.
  [[nodiscard]] Result<void> put_relocation(const Relocation& relocation);
  [[nodiscard]] Result<void> drop_relocation(MessageId message);

  /// It was on the server before, under this UID and with these flags.
  [[nodiscard]] Result<void> set_adopted(MessageId id, std::uint32_t uid, std::uint32_t flags);
  /// Messages that are on the server already are being recognised; whatever the options of the next
  /// run say, that has to be done before anything is sent.
  [[nodiscard]] Result<bool> is_adopting();
  [[nodiscard]] Result<void> set_adopting(bool adopting);

  /// What the server has for a stored message was fetched and compared; `differences` is empty if
  /// it is the same. Holds for the place where the row says that the message is. `now` in seconds
  /// since 1970.
  [[nodiscard]] Result<void> put_content_check(const MessageRow& row, std::string_view differences,
                                               std::int64_t now);
  /// The differences that were found when the message was where the row says that it is; none: it
  /// was not looked at there.
  [[nodiscard]] Result<std::optional<std::string>> content_check(const MessageRow& row);
  [[nodiscard]] Result<ContentProgress> content_progress();
  /// The next comparison of contents begins anew.
  [[nodiscard]] Result<void> drop_content_checks();

  /// Rows that need attention, with folder and reason, in the order of their folders.
  struct OpenMatter {
    MessageRow message;
    Bytes directory;
    std::string mailbox;
    Reason reason;
  };

  [[nodiscard]] Result<std::vector<OpenMatter>> open_matters(std::size_t limit);

  [[nodiscard]] Result<StateCounts> counts();
  [[nodiscard]] Result<StateCounts> counts(MailboxId mailbox);
  /// All but those that are stored, which are counted as none; takes no look at them.
  [[nodiscard]] Result<StateCounts> open_counts();
  /// Whether there is a row of any message of the folder.
  [[nodiscard]] Result<bool> has_messages(FolderId folder);

 private:
  struct Parts;

  explicit Journal(std::unique_ptr<Parts> parts);

  static Result<Journal> open_locked(const std::string& path, const Identity& identity);
  static Result<Journal> open_trial_locked(const std::string& path, const Identity& identity,
                                           const std::string& profile);
  static Result<Journal> of_move(Database database, const std::string& path,
                                 const Identity& identity);
  static Result<Journal> in_memory(const Identity& identity, const std::string& profile);

  std::unique_ptr<Parts> parts_;
};

}  // namespace mailhaul::journal
