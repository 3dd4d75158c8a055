/// SQLite behind Result: a connection and prepared statements. The only files that call sqlite3 are
/// in this folder.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/result.hpp>

namespace mailhaul::journal {

/// One prepared statement. Parameters are numbered from 1, columns from 0. Column views live until
/// the next step or reset.
class Statement {
 public:
  explicit Statement(sqlite3_stmt* handle) : handle_(handle) {}

  void bind_integer(int index, std::int64_t value);
  void bind_text(int index, std::string_view value);
  void bind_blob(int index, ByteView value);
  /// Without a copy: the octets must be there until the statement was stepped for the last time.
  void bind_blob_in_place(int index, ByteView value);
  void bind_null(int index);

  /// True while there is a row.
  [[nodiscard]] Result<bool> step() { return step("used"); }

  /// Steps to the end, for statements that give no rows, and makes ready for new parameters.
  [[nodiscard]] Result<void> run();
  void reset();

  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::optional<std::int64_t> optional_integer(int column) const;
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] ByteView blob(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }
  };

  /// `doing` is what the journal cannot be, for an error.
  [[nodiscard]] Result<bool> step(std::string_view doing);

  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

/// Resets a statement at the end of a scope, so that a reader never holds its snapshot open.
class ResetAtEnd {
 public:
  explicit ResetAtEnd(Statement& statement) : statement_(&statement) {}

  ResetAtEnd(const ResetAtEnd&) = delete;
  ResetAtEnd& operator=(const ResetAtEnd&) = delete;
  ResetAtEnd(ResetAtEnd&&) = delete;
  ResetAtEnd& operator=(ResetAtEnd&&) = delete;

  ~ResetAtEnd() { statement_->reset(); }

 private:
  Statement* statement_;
};

enum class OpenMode { ReadWrite, ReadOnly };

class Database {
 public:
  /// Opens or creates (ReadWrite only). Symlinks are refused; the schema is not trusted to call
  /// functions. Errors: Journal.
  static Result<Database> open(const std::string& path, OpenMode mode);

  [[nodiscard]] Result<void> execute(const char* sql);
  [[nodiscard]] Result<Statement> prepare(std::string_view sql);
  [[nodiscard]] Result<std::int64_t> integer(const char* query);
  [[nodiscard]] Result<std::string> text(const char* query);
  [[nodiscard]] std::int64_t last_insert_id() const;
  /// The last statement failed because a value that may be there once is there already.
  [[nodiscard]] bool was_taken() const;
  /// Rows changed by the last statement.
  [[nodiscard]] std::int64_t changes() const;
  [[nodiscard]] bool in_transaction() const;
  /// What others committed to the log stays there when this connection is closed.
  void leave_log();

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };

  explicit Database(sqlite3* handle) : handle_(handle) {}

  std::unique_ptr<sqlite3, Close> handle_;
};

}  // namespace mailhaul::journal
