#include "journal/message_runs.hpp"

#include "journal/message_table.hpp"

#include <utility>

namespace mailhaul::journal {
namespace {

constexpr auto kInsertedRows = static_cast<int>(MessageRuns::kInserted);

}  // namespace

MessageRuns::MessageRuns(Statement insert, Statement newest, Statement stored)
    : insert_(std::move(insert)), newest_(std::move(newest)), stored_(std::move(stored)) {}

Result<MessageRuns> MessageRuns::make(Database& database) {
  Result<Statement> insert = database.prepare(insertion_of(kInsertedRows));
  Result<Statement> newest = database.prepare("SELECT max(id) FROM message");
  Result<Statement> stored =
      database.prepare("UPDATE message SET state=2, uid=?3+(id-?1) WHERE id BETWEEN ?1 AND ?2");
  for (const Result<Statement>* statement : {&insert, &newest, &stored}) {
    if (!*statement) {
      return fail(statement->error());
    }
  }
  return MessageRuns(std::move(*insert), std::move(*newest), std::move(*stored));
}

/// A new row has the id behind the greatest one. Only where that is the last that there can be, as
/// a journal that was changed by hand might have it, SQLite looks for a free one anywhere.
Result<MessageId> MessageRuns::insert(Database& database, std::span<const MessageRow> rows) {
  const Result<bool> found = newest_.step();
  const MessageId newest = found && *found ? newest_.integer(0) : 0;
  newest_.reset();
  if (!found) {
    return fail(found.error());
  }
  int parameter = 1;
  for (const MessageRow& row : rows) {
    bind_row(insert_, parameter, row);
    parameter += kRowParameters;
  }
  if (const Result<void> done = insert_.run(); !done) {
    return fail(done.error());
  }
  const bool all_are_new =
      database.changes() == kInsertedRows && database.last_insert_id() - kInsertedRows == newest;
  return all_are_new ? newest + 1 : 0;
}

Result<void> MessageRuns::set_stored(const StoredRun& run) {
  stored_.bind_integer(1, run.first);
  stored_.bind_integer(2, run.first + run.count - 1);
  stored_.bind_integer(3, run.first_uid);
  return stored_.run();
}

}  // namespace mailhaul::journal
