#include "journal/database.hpp"
#include "journal/lock.hpp"
#include "journal/message_table.hpp"
#include "journal/schema.hpp"

#include <sys/stat.h>
#include <utility>

#include <fmt/format.h>

#include <mailhaul/journal/journal.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::journal {

struct Journal::Parts {
  Lock lock;  ///< given back last
  Database database;
  MessageTable messages;
  Identity identity;
  std::string profile;
  bool is_new = false;
  std::int64_t last_write = 0;
  bool is_trial = false;  ///< one transaction that is never committed
};

namespace {

/// Binds, runs and forgets a statement that is not used once per message.
template <typename Bind>
Result<void> run_once(Database& database, std::string_view sql, Bind bind) {
  Result<Statement> statement = database.prepare(sql);
  if (!statement) {
    return fail(statement.error());
  }
  bind(*statement);
  return statement->run();
}

struct Header {
  Identity identity;
  std::string profile;
  std::int64_t last_write = 0;
};

Result<std::optional<Header>> read_header(Database& database) {
  Result<Statement> statement =
      database.prepare("SELECT host, user, maildir, profile, last_write FROM journal");
  if (!statement) {
    return fail(statement.error());
  }
  const Result<bool> found = statement->step();
  if (!found) {
    return fail(found.error());
  }
  if (!*found) {
    return std::nullopt;
  }
  return Header{.identity = {.host = statement->text(0),
                             .user = statement->text(1),
                             .maildir = statement->text(2)},
                .profile = statement->text(3),
                .last_write = statement->integer(4)};
}

Result<void> write_header(Database& database, const Identity& identity,
                          const std::string& profile) {
  return run_once(database,
                  "INSERT INTO journal(id, host, user, maildir, profile, last_write)"
                  " VALUES(1,?1,?2,?3,?4,0)",
                  [&](Statement& statement) {
                    statement.bind_text(1, identity.host);
                    statement.bind_text(2, identity.user);
                    statement.bind_blob(3, identity.maildir);
                    statement.bind_text(4, profile);
                  });
}

Result<void> check_identity(const Identity& found, const Identity& wanted) {
  if (found.host == wanted.host && found.user == wanted.user && found.maildir == wanted.maildir) {
    return {};
  }
  return fail(
      ErrorKind::Journal,
      fmt::format("this journal belongs to another move: {} to {} on {}, not {} to {} on {}",
                  text::escape_for_display(found.maildir), text::escape_for_display(found.user),
                  text::escape_for_display(found.host), text::escape_for_display(wanted.maildir),
                  text::escape_for_display(wanted.user), text::escape_for_display(wanted.host)),
      {}, "Name the journal of this move with --journal, or leave the option out.");
}

Error at(Error error, const std::string& path) {
  if (error.where.empty()) {
    error.where = path;
  }
  return error;
}

}  // namespace

Journal::Journal(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Journal::Journal(Journal&&) noexcept = default;
Journal& Journal::operator=(Journal&&) noexcept = default;
Journal::~Journal() = default;

Result<Journal> Journal::open(const std::string& path, const Identity& identity,
                              const std::string& profile) {
  Result<Lock> lock = take_lock(path);
  if (!lock) {
    return fail(lock.error());
  }
  Result<Journal> journal = open_locked(path, identity, profile);
  if (!journal) {
    lock->leave_nothing_behind();
    return journal;
  }
  journal->parts_->lock = std::move(*lock);
  return journal;
}

Result<Journal> Journal::open_locked(const std::string& path, const Identity& identity,
                                     const std::string& profile) {
  // New files are for the owner alone: folder names and subjects are in them.
  const mode_t mask = ::umask(0077);
  Result<Database> database = Database::open(path, OpenMode::ReadWrite);
  Result<void> ready = database
                           ? database->execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL")
                           : Result<void>(fail(database.error()));
  ::umask(mask);
  if (ready) {
    ready = prepare_schema(*database, OpenMode::ReadWrite);
  }
  if (!ready) {
    return fail(at(ready.error(), path));
  }
  Result<std::optional<Header>> header = read_header(*database);
  if (!header) {
    return fail(at(header.error(), path));
  }
  const bool is_new = !header->has_value();
  if (is_new) {
    ready = write_header(*database, identity, profile);
    *header = Header{.identity = identity, .profile = profile};
  } else {
    ready = check_identity((*header)->identity, identity);
  }
  if (!ready) {
    return fail(at(ready.error(), path));
  }
  Result<MessageTable> messages = MessageTable::make(*database);
  if (!messages) {
    return fail(at(messages.error(), path));
  }
  return Journal(std::make_unique<Parts>(Parts{.lock = Lock(),
                                               .database = std::move(*database),
                                               .messages = std::move(*messages),
                                               .identity = (*header)->identity,
                                               .profile = (*header)->profile,
                                               .is_new = is_new,
                                               .last_write = (*header)->last_write}));
}

Result<Journal> Journal::open_for_reading(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) {
    return fail(ErrorKind::Journal, "there is no journal here", path,
                "Nothing was uploaded yet, or the journal is elsewhere: name it with --journal.");
  }
  Result<Database> database = Database::open(path, OpenMode::ReadOnly);
  if (!database) {
    return fail(at(database.error(), path));
  }
  if (const Result<void> sound = prepare_schema(*database, OpenMode::ReadOnly); !sound) {
    return fail(at(sound.error(), path));
  }
  Result<std::optional<Header>> header = read_header(*database);
  Result<MessageTable> messages = MessageTable::make(*database);
  if (!header || !messages) {
    return fail(at(!header ? header.error() : messages.error(), path));
  }
  if (!header->has_value()) {
    return fail(ErrorKind::Journal, "this journal was never begun", path);
  }
  return Journal(std::make_unique<Parts>(Parts{.lock = Lock(),
                                               .database = std::move(*database),
                                               .messages = std::move(*messages),
                                               .identity = (*header)->identity,
                                               .profile = (*header)->profile,
                                               .last_write = (*header)->last_write}));
}

Result<Journal> Journal::open_trial(const std::string& path, const Identity& identity,
                                    const std::string& profile) {
  struct stat status{};
  Result<Journal> journal = ::stat(path.c_str(), &status) == 0 ? open(path, identity, profile)
                                                               : in_memory(identity, profile);
  if (!journal) {
    return journal;
  }
  journal->parts_->is_trial = true;
  if (const Result<void> begun = journal->parts_->database.execute("BEGIN IMMEDIATE"); !begun) {
    return fail(at(begun.error(), path));
  }
  return journal;
}

Result<Journal> Journal::in_memory(const Identity& identity, const std::string& profile) {
  Result<Database> database = Database::open(":memory:", OpenMode::ReadWrite);
  if (!database) {
    return fail(database.error());
  }
  Result<void> ready = prepare_schema(*database, OpenMode::ReadWrite);
  if (ready) {
    ready = write_header(*database, identity, profile);
  }
  if (!ready) {
    return fail(ready.error());
  }
  Result<MessageTable> messages = MessageTable::make(*database);
  if (!messages) {
    return fail(messages.error());
  }
  return Journal(std::make_unique<Parts>(Parts{.lock = Lock(),
                                               .database = std::move(*database),
                                               .messages = std::move(*messages),
                                               .identity = identity,
                                               .profile = profile,
                                               .is_new = true}));
}

const Identity& Journal::identity() const {
  return parts_->identity;
}

const std::string& Journal::profile() const {
  return parts_->profile;
}

bool Journal::is_new() const {
  return parts_->is_new;
}

std::int64_t Journal::last_write() const {
  return parts_->last_write;
}

Result<void> Journal::begin() {
  if (parts_->is_trial) {
    return {};
  }
  return parts_->database.execute("BEGIN IMMEDIATE");
}

Result<void> Journal::commit(std::int64_t now) {
  if (parts_->is_trial) {
    return {};
  }
  Result<void> stamped = run_once(parts_->database, "UPDATE journal SET last_write=?1",
                                  [&](Statement& statement) { statement.bind_integer(1, now); });
  if (!stamped) {
    return stamped;
  }
  return parts_->database.execute("COMMIT");
}

Result<std::vector<MailboxRow>> Journal::mailboxes() {
  Result<Statement> statement = parts_->database.prepare(
      "SELECT id, name, uidvalidity, low_water, created FROM mailbox ORDER BY id");
  if (!statement) {
    return fail(statement.error());
  }
  std::vector<MailboxRow> rows;
  for (;;) {
    const Result<bool> found = statement->step();
    if (!found) {
      return fail(found.error());
    }
    if (!*found) {
      return rows;
    }
    rows.push_back({.id = statement->integer(0),
                    .name = statement->text(1),
                    .uidvalidity = static_cast<std::uint32_t>(statement->integer(2)),
                    .low_water = static_cast<std::uint32_t>(statement->integer(3)),
                    .created = statement->integer(4) != 0});
  }
}

Result<MailboxId> Journal::put_mailbox(const MailboxRow& row) {
  Result<Statement> statement = parts_->database.prepare(
      "INSERT INTO mailbox(name, uidvalidity, low_water, created) VALUES(?1,?2,?3,?4)"
      " ON CONFLICT(name) DO UPDATE SET uidvalidity=excluded.uidvalidity,"
      " low_water=excluded.low_water, created=max(created, excluded.created) RETURNING id");
  if (!statement) {
    return fail(statement.error());
  }
  statement->bind_text(1, row.name);
  statement->bind_integer(2, row.uidvalidity);
  statement->bind_integer(3, row.low_water);
  statement->bind_integer(4, row.created ? 1 : 0);
  const Result<bool> done = statement->step();
  if (!done) {
    return fail(done.error());
  }
  const MailboxId id = statement->integer(0);
  if (const Result<bool> end = statement->step(); !end) {
    return fail(end.error());
  }
  return id;
}

Result<void> Journal::forget_uids(MailboxId mailbox) {
  return run_once(parts_->database, "UPDATE message SET uid=NULL WHERE mailbox=?1",
                  [&](Statement& statement) { statement.bind_integer(1, mailbox); });
}

Result<std::vector<FolderRow>> Journal::folders() {
  Result<Statement> statement =
      parts_->database.prepare("SELECT id, directory, mailbox FROM folder ORDER BY id");
  if (!statement) {
    return fail(statement.error());
  }
  std::vector<FolderRow> rows;
  for (;;) {
    const Result<bool> found = statement->step();
    if (!found) {
      return fail(found.error());
    }
    if (!*found) {
      return rows;
    }
    rows.push_back({.id = statement->integer(0),
                    .directory = Bytes(statement->blob(1)),
                    .mailbox = statement->integer(2)});
  }
}

Result<FolderId> Journal::put_folder(const Bytes& directory, MailboxId mailbox) {
  const Result<void> done =
      run_once(parts_->database,
               "INSERT INTO folder(directory, mailbox) VALUES(?1,?2)"
               " ON CONFLICT(directory) DO UPDATE SET mailbox=excluded.mailbox",
               [&](Statement& statement) {
                 statement.bind_blob(1, directory);
                 statement.bind_integer(2, mailbox);
               });
  if (!done) {
    return fail(done.error());
  }
  Result<Statement> statement =
      parts_->database.prepare("SELECT id FROM folder WHERE directory=?1");
  if (!statement) {
    return fail(statement.error());
  }
  statement->bind_blob(1, directory);
  const Result<bool> found = statement->step();
  if (!found) {
    return fail(found.error());
  }
  return statement->integer(0);
}

Result<std::optional<MessageRow>> Journal::find(FolderId folder, ByteView unique_name) {
  return parts_->messages.find(folder, unique_name);
}

Result<std::optional<MessageRow>> Journal::message(MessageId id) {
  return parts_->messages.get(id);
}

Result<MessageId> Journal::put_message(const MessageRow& row) {
  return parts_->messages.put(row);
}

Result<void> Journal::set_intent(MessageId id, Form form) {
  return parts_->messages.set_intent(id, form);
}

Result<void> Journal::set_stored(MessageId id, std::optional<std::uint32_t> uid,
                                 std::uint32_t flags_set) {
  return parts_->messages.set_stored(id, uid, flags_set);
}

Result<void> Journal::set_refused(MessageId id, const Reason& reason) {
  const Result<void> done = parts_->messages.set_state(id, State::Refused);
  return done ? parts_->messages.set_reason(id, reason) : done;
}

Result<void> Journal::set_unknown(MessageId id, const Reason& reason) {
  const Result<void> done = parts_->messages.set_state(id, State::Unknown);
  return done ? parts_->messages.set_reason(id, reason) : done;
}

Result<void> Journal::set_unsent(MessageId id) {
  return parts_->messages.set_state(id, State::Unsent);
}

Result<void> Journal::set_reason(MessageId id, const Reason& reason) {
  return parts_->messages.set_reason(id, reason);
}

Result<void> Journal::set_uid(MessageId id, std::uint32_t uid) {
  return run_once(parts_->database, "UPDATE message SET uid=?2 WHERE id=?1",
                  [&](Statement& statement) {
                    statement.bind_integer(1, id);
                    statement.bind_integer(2, uid);
                  });
}

Result<void> Journal::set_flags(MessageId id, std::uint32_t wanted, std::uint32_t set) {
  return run_once(parts_->database, "UPDATE message SET flags_wanted=?2, flags_set=?3 WHERE id=?1",
                  [&](Statement& statement) {
                    statement.bind_integer(1, id);
                    statement.bind_integer(2, wanted);
                    statement.bind_integer(3, set);
                  });
}

Result<std::uint64_t> Journal::settle_intents() {
  if (const Result<void> done =
          parts_->database.execute("UPDATE message SET state=4 WHERE state=1");
      !done) {
    return fail(done.error());
  }
  return static_cast<std::uint64_t>(parts_->database.changes());
}

Result<std::vector<MessageRow>> Journal::messages_in_state(MailboxId mailbox, State state) {
  Result<Statement> statement = parts_->database.prepare(fmt::format(
      "SELECT {} FROM message WHERE mailbox=?1 AND state=?2 ORDER BY id", kMessageColumns));
  if (!statement) {
    return fail(statement.error());
  }
  statement->bind_integer(1, mailbox);
  statement->bind_integer(2, static_cast<std::int64_t>(state));
  return rows_of(*statement);
}

Result<std::vector<MessageRow>> Journal::stored_without_uid(MailboxId mailbox) {
  Result<Statement> statement = parts_->database.prepare(
      fmt::format("SELECT {} FROM message WHERE mailbox=?1 AND state=2 AND uid IS NULL ORDER BY id",
                  kMessageColumns));
  if (!statement) {
    return fail(statement.error());
  }
  statement->bind_integer(1, mailbox);
  return rows_of(*statement);
}

Result<std::vector<MessageRow>> Journal::flags_to_set(MailboxId mailbox) {
  Result<Statement> statement = parts_->database.prepare(
      fmt::format("SELECT {} FROM message WHERE mailbox=?1 AND state=2 AND flags_set<>flags_wanted"
                  " AND uid IS NOT NULL ORDER BY uid",
                  kMessageColumns));
  if (!statement) {
    return fail(statement.error());
  }
  statement->bind_integer(1, mailbox);
  return rows_of(*statement);
}

Result<std::vector<std::uint32_t>> Journal::known_uids(MailboxId mailbox, std::uint32_t from) {
  Result<Statement> statement =
      parts_->database.prepare("SELECT uid FROM message WHERE mailbox=?1 AND uid>=?2 ORDER BY uid");
  if (!statement) {
    return fail(statement.error());
  }
  statement->bind_integer(1, mailbox);
  statement->bind_integer(2, from);
  std::vector<std::uint32_t> uids;
  for (;;) {
    const Result<bool> found = statement->step();
    if (!found) {
      return fail(found.error());
    }
    if (!*found) {
      return uids;
    }
    uids.push_back(static_cast<std::uint32_t>(statement->integer(0)));
  }
}

Result<std::vector<Journal::OpenMatter>> Journal::open_matters(std::size_t limit) {
  Result<Statement> statement = parts_->database.prepare(
      fmt::format("SELECT {}, folder.directory, mailbox.name, coalesce(reason.kind, ''),"
                  " coalesce(reason.text, '') FROM message JOIN folder ON folder.id=message.folder"
                  " JOIN mailbox ON mailbox.id=message.mailbox"
                  " LEFT JOIN reason ON reason.message=message.id"
                  " WHERE message.state IN (1, 3, 4) ORDER BY message.folder, message.id LIMIT ?1",
                  kMessageColumns));
  if (!statement) {
    return fail(statement.error());
  }
  constexpr int kFirstJoined = 15;
  statement->bind_integer(1, static_cast<std::int64_t>(limit));
  std::vector<OpenMatter> matters;
  for (;;) {
    const Result<bool> found = statement->step();
    if (!found) {
      return fail(found.error());
    }
    if (!*found) {
      return matters;
    }
    Result<MessageRow> row = row_of(*statement);
    if (!row) {
      return fail(row.error());
    }
    matters.push_back({.message = std::move(*row),
                       .directory = Bytes(statement->blob(kFirstJoined)),
                       .mailbox = statement->text(kFirstJoined + 1),
                       .reason = {.kind = statement->text(kFirstJoined + 2),
                                  .text = statement->text(kFirstJoined + 3)}});
  }
}

namespace {

Result<StateCounts> counts_of(Statement& statement) {
  StateCounts counts;
  for (;;) {
    const Result<bool> found = statement.step();
    if (!found) {
      return fail(found.error());
    }
    if (!*found) {
      return counts;
    }
    const auto number = static_cast<std::uint64_t>(statement.integer(1));
    switch (statement.integer(0)) {
      case static_cast<int>(State::Unsent):
        counts.unsent += number;
        break;
      case static_cast<int>(State::Stored):
        counts.stored += number;
        break;
      case static_cast<int>(State::Refused):
        counts.refused += number;
        break;
      default:
        counts.unknown += number;
        break;
    }
  }
}

}  // namespace

Result<StateCounts> Journal::counts() {
  Result<Statement> statement =
      parts_->database.prepare("SELECT state, count(*) FROM message GROUP BY state");
  if (!statement) {
    return fail(statement.error());
  }
  return counts_of(*statement);
}

Result<StateCounts> Journal::counts(MailboxId mailbox) {
  Result<Statement> statement = parts_->database.prepare(
      "SELECT state, count(*) FROM message WHERE mailbox=?1 GROUP BY state");
  if (!statement) {
    return fail(statement.error());
  }
  statement->bind_integer(1, mailbox);
  return counts_of(*statement);
}

}  // namespace mailhaul::journal
