#include "journal/journal_parts.hpp"
#include "journal/schema.hpp"

#include <sys/stat.h>
#include <utility>

#include <fmt/format.h>

#include <mailhaul/journal/journal.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::journal {

namespace {

/// The log is copied into the database every 16 MB, four times as much as by default: that takes
/// two syncs and writes every page again.
constexpr const char* kDurable =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000; "
    // What is in flight is written again when it is answered: it shall still be there.
    "PRAGMA cache_size=-4096";

/// Everything that is done to the file, a newer format included, is in one transaction that is
/// never committed.
constexpr const char* kTrial = "PRAGMA cache_size=-4096; BEGIN IMMEDIATE";

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
  Result<Journal> journal = open_ahead(path, identity);
  if (journal) {
    if (const Result<void> begun = journal->begin_move(profile); !begun) {
      return fail(at(begun.error(), path));
    }
  }
  return journal;
}

Result<Journal> Journal::open_ahead(const std::string& path, const Identity& identity) {
  Result<Lock> lock = take_lock(path);
  if (!lock) {
    return fail(lock.error());
  }
  Result<Journal> journal = open_locked(path, identity);
  if (!journal) {
    lock->leave_nothing_behind();
    return journal;
  }
  journal->parts_->lock = std::move(*lock);
  if (journal->is_new()) {
    journal->parts_->unbegun = UnbegunFiles(path, journal->parts_->lock);
  }
  return journal;
}

Result<void> Journal::begin_move(const std::string& profile) {
  if (!parts_->unbegun) {
    return {};
  }
  const Result<void> written = write_header(parts_->database, parts_->identity, profile);
  if (written) {
    parts_->profile = profile;
    parts_->unbegun.keep();
  }
  return written;
}

Result<Journal> Journal::open_locked(const std::string& path, const Identity& identity) {
  // New files are for the owner alone: folder names and subjects are in them.
  const mode_t mask = ::umask(0077);
  Result<Database> database = Database::open(path, OpenMode::ReadWrite);
  Result<void> ready =
      database ? database->execute(kDurable) : Result<void>(fail(database.error()));
  ::umask(mask);
  if (!ready) {
    return fail(at(ready.error(), path));
  }
  return of_move(std::move(*database), path, identity);
}

Result<Journal> Journal::of_move(Database database, const std::string& path,
                                 const Identity& identity) {
  if (const Result<void> ready = prepare_schema(database, OpenMode::ReadWrite); !ready) {
    return fail(at(ready.error(), path));
  }
  Result<std::optional<Header>> header = read_header(database);
  if (!header) {
    return fail(at(header.error(), path));
  }
  const bool is_new = !header->has_value();
  if (is_new) {
    *header = Header{.identity = identity};
  } else if (const Result<void> same = check_identity((*header)->identity, identity); !same) {
    return fail(at(same.error(), path));
  }
  Result<MessageTable> messages = MessageTable::make(database);
  if (!messages) {
    return fail(at(messages.error(), path));
  }
  return Journal(std::make_unique<Parts>(Parts{.database = std::move(database),
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
    return fail(at(never_begun(), path));
  }
  return Journal(std::make_unique<Parts>(Parts{.database = std::move(*database),
                                               .messages = std::move(*messages),
                                               .identity = (*header)->identity,
                                               .profile = (*header)->profile,
                                               .last_write = (*header)->last_write}));
}

Result<Journal> Journal::open_trial(const std::string& path, const Identity& identity,
                                    const std::string& profile) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) {
    Result<Journal> journal = in_memory(identity, profile);
    if (journal) {
      journal->parts_->is_trial = true;
      if (const Result<void> begun = journal->parts_->database.execute("BEGIN IMMEDIATE"); !begun) {
        return fail(begun.error());
      }
    }
    return journal;
  }
  Result<Lock> lock = take_lock(path);
  if (!lock) {
    return fail(lock.error());
  }
  Result<Journal> journal = open_trial_locked(path, identity, profile);
  if (!journal) {
    lock->leave_nothing_behind();
    return fail(at(journal.error(), path));
  }
  journal->parts_->is_trial = true;
  journal->parts_->lock = std::move(*lock);
  return journal;
}

Result<Journal> Journal::open_trial_locked(const std::string& path, const Identity& identity,
                                           const std::string& profile) {
  struct stat log{};
  const bool has_log = ::stat((path + "-wal").c_str(), &log) == 0 && log.st_size != 0;
  Result<Database> database = Database::open(path, OpenMode::ReadWrite);
  if (!database) {
    return fail(database.error());
  }
  if (has_log) {
    database->leave_log();
  }
  if (const Result<void> begun = database->execute(kTrial); !begun) {
    return fail(begun.error());
  }
  Result<Journal> journal = of_move(std::move(*database), path, identity);
  if (journal && journal->is_new()) {
    if (const Result<void> written = write_header(journal->parts_->database, identity, profile);
        !written) {
      return fail(written.error());
    }
    journal->parts_->profile = profile;
  }
  return journal;
}

Result<Journal> Journal::open_existing(const std::string& path, bool trial) {
  Identity identity;
  std::string profile;
  {
    const Result<Journal> known = open_for_reading(path);
    if (!known) {
      return fail(known.error());
    }
    identity = known->identity();
    profile = known->profile();
  }
  return trial ? open_trial(path, identity, profile) : open(path, identity, profile);
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
  return Journal(std::make_unique<Parts>(Parts{.database = std::move(*database),
                                               .messages = std::move(*messages),
                                               .identity = identity,
                                               .profile = profile,
                                               .is_new = true}));
}

const Identity& Journal::identity() const {
  return parts_->identity;
}

Result<void> Journal::check_maildir(const Bytes& maildir) const {
  Identity wanted = identity();
  wanted.maildir = maildir;
  return check_identity(identity(), wanted);
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
  const Result<WriteGroup*> group = once_made(parts_->group, parts_->database);
  return group ? (*group)->begin() : fail(group.error());
}

Result<void> Journal::commit(std::int64_t now) {
  if (parts_->is_trial) {
    return {};
  }
  const Result<WriteGroup*> group = once_made(parts_->group, parts_->database);
  return group ? (*group)->commit(now) : fail(group.error());
}

Result<void> Journal::empty_log() {
  return parts_->is_trial ? Result<void>()
                          : parts_->database.execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

}  // namespace mailhaul::journal
