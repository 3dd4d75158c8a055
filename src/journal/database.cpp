#include "journal/database.hpp"

#include <array>
#include <string>
#include <sys/stat.h>

#include <fmt/format.h>

namespace mailhaul::journal {
namespace {

Error database_error(sqlite3* handle, std::string_view doing) {
  const int code = handle == nullptr ? SQLITE_NOMEM : sqlite3_extended_errcode(handle);
  Error error{.kind = ErrorKind::Journal,
              .text = fmt::format("the journal cannot be {}: {}", doing,
                                  handle == nullptr ? "out of memory" : sqlite3_errmsg(handle))};
  switch (code & 0xff) {
    case SQLITE_FULL:
    case SQLITE_IOERR:
      // A full disk shows as the second where SQLite maps its files.
      error.hint = "Free space on the disk that holds the journal and run the same command again.";
      break;
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      error.hint =
          "Check that the journal and its directory exist and may be written by the owner of the "
          "Maildir, or name another file with --journal.";
      break;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      error.hint =
          "This file is damaged or no journal. Keep it, restore it from a backup, or name another "
          "file with --journal.";
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      error.kind = ErrorKind::JournalLocked;
      error.hint = "Another program holds the journal; run the same command again when it is done.";
      break;
    default:
      break;
  }
  return error;
}

/// The owner of the Maildir can put anything in their place: SQLite would wait for a FIFO that is
/// read, and follow a link from all but the first.
Result<void> check_files(const std::string& path) {
  constexpr std::array<std::string_view, 4> kEndings{"", "-wal", "-shm", "-journal"};
  for (const std::string_view ending : kEndings) {
    const std::string file = path + std::string(ending);
    struct stat status{};
    if (::lstat(file.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
      return fail(ErrorKind::Journal, "the journal cannot be opened: this is no regular file", file,
                  "Move it away, or name another file with --journal.");
    }
  }
  return {};
}

/// SQLite counts its memory under a lock for every allocation; nobody asks for the count.
void stop_counting_memory() {
  static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(once);
}

}  // namespace

void Statement::bind_integer(int index, std::int64_t value) {
  sqlite3_bind_int64(handle_.get(), index, value);
}

void Statement::bind_text(int index, std::string_view value) {
  sqlite3_bind_text64(handle_.get(), index, value.data(), value.size(), SQLITE_TRANSIENT,
                      SQLITE_UTF8);
}

void Statement::bind_blob(int index, ByteView value) {
  // A null pointer would bind NULL; an empty blob is a value.
  sqlite3_bind_blob64(handle_.get(), index, value.empty() ? "" : value.data(), value.size(),
                      SQLITE_TRANSIENT);
}

void Statement::bind_blob_in_place(int index, ByteView value) {
  sqlite3_bind_blob64(handle_.get(), index, value.empty() ? "" : value.data(), value.size(),
                      SQLITE_STATIC);
}

void Statement::bind_null(int index) {
  sqlite3_bind_null(handle_.get(), index);
}

Result<bool> Statement::step(std::string_view doing) {
  const int code = sqlite3_step(handle_.get());
  if (code == SQLITE_ROW) {
    return true;
  }
  if (code == SQLITE_DONE) {
    return false;
  }
  Error error = database_error(sqlite3_db_handle(handle_.get()), doing);
  sqlite3_reset(handle_.get());
  return fail(std::move(error));
}

Result<void> Statement::run() {
  const Result<bool> row = step("written");
  reset();
  if (!row) {
    return fail(row.error());
  }
  return {};
}

void Statement::reset() {
  sqlite3_reset(handle_.get());
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(handle_.get(), column);
}

std::optional<std::int64_t> Statement::optional_integer(int column) const {
  if (sqlite3_column_type(handle_.get(), column) == SQLITE_NULL) {
    return std::nullopt;
  }
  return integer(column);
}

std::string Statement::text(int column) const {
  const ByteView bytes = blob(column);
  return std::string(bytes);
}

ByteView Statement::blob(int column) const {
  const void* data = sqlite3_column_blob(handle_.get(), column);
  const int size = sqlite3_column_bytes(handle_.get(), column);
  if (data == nullptr || size <= 0) {
    return {};
  }
  return {static_cast<const char*>(data), static_cast<std::size_t>(size)};
}

Result<Database> Database::open(const std::string& path, OpenMode mode) {
  stop_counting_memory();
  if (const Result<void> regular = check_files(path); !regular) {
    return fail(regular.error());
  }
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE |
                    (mode == OpenMode::ReadOnly ? SQLITE_OPEN_READONLY
                                                : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  Database database(handle);
  if (code != SQLITE_OK) {
    Error error = database_error(handle, "opened");
    error.where = path;
    return fail(std::move(error));
  }
  // The owner of the Maildir owns this file: nothing in it may run code of its choosing here.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_busy_timeout(handle, 5000);
  if (const Result<void> done =
          database.execute("PRAGMA cell_size_check=ON; PRAGMA foreign_keys=ON");
      !done) {
    Error error = done.error();
    error.where = path;
    return fail(std::move(error));
  }
  return database;
}

Result<void> Database::execute(const char* sql) {
  if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
    return fail(database_error(handle_.get(), "written"));
  }
  return {};
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                         SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK) {
    return fail(database_error(handle_.get(), "read"));
  }
  return Statement(statement);
}

Result<std::int64_t> Database::integer(const char* query) {
  Result<Statement> statement = prepare(query);
  if (!statement) {
    return fail(statement.error());
  }
  const Result<bool> row = statement->step();
  if (!row) {
    return fail(row.error());
  }
  return *row ? statement->integer(0) : 0;
}

Result<std::string> Database::text(const char* query) {
  Result<Statement> statement = prepare(query);
  if (!statement) {
    return fail(statement.error());
  }
  const Result<bool> row = statement->step();
  if (!row) {
    return fail(row.error());
  }
  return *row ? statement->text(0) : std::string();
}

std::int64_t Database::last_insert_id() const {
  return sqlite3_last_insert_rowid(handle_.get());
}

bool Database::was_taken() const {
  return sqlite3_extended_errcode(handle_.get()) == SQLITE_CONSTRAINT_UNIQUE;
}

std::int64_t Database::changes() const {
  return sqlite3_changes64(handle_.get());
}

bool Database::in_transaction() const {
  return sqlite3_get_autocommit(handle_.get()) == 0;
}

void Database::leave_log() {
  sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

}  // namespace mailhaul::journal
