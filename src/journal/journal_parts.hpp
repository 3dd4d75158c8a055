/// What a journal is made of, for the files that implement it.
#pragma once

#include "journal/database.hpp"
#include "journal/lock.hpp"
#include "journal/message_runs.hpp"
#include "journal/message_table.hpp"
#include "journal/unbegun_files.hpp"
#include "journal/write_group.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <mailhaul/journal/journal.hpp>

namespace mailhaul::journal {

struct Journal::Parts {
  Lock lock = {};             ///< given back last
  UnbegunFiles unbegun = {};  ///< taken away when the database is closed
  Database database;
  MessageTable messages;
  Identity identity;
  std::string profile;
  bool is_new = false;
  std::int64_t last_write = 0;
  bool is_trial = false;  ///< one transaction that is never committed
  /// Prepared when they are needed first: who only reads needs none.
  std::optional<MessageRuns> runs = {};
  std::optional<WriteGroup> group = {};
};

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

/// All rows of a query, each made by `make(statement)`, which gives a value or a Result of one.
template <typename Row, typename Bind, typename Make>
Result<std::vector<Row>> collect(Database& database, std::string_view sql, Bind bind, Make make) {
  Result<Statement> statement = database.prepare(sql);
  if (!statement) {
    return fail(statement.error());
  }
  bind(*statement);
  std::vector<Row> rows;
  for (;;) {
    const Result<bool> found = statement->step();
    if (!found) {
      return fail(found.error());
    }
    if (!*found) {
      return rows;
    }
    Result<Row> row = make(*statement);
    if (!row) {
      return fail(row.error());
    }
    rows.push_back(std::move(*row));
  }
}

/// Writes a UID by `write()`. Where another row of the mailbox has it already, the server gave it
/// out twice (a mailbox restored from a backup does): the row that had it loses it, since what it
/// named is there no more.
template <typename Write>
Result<void> write_uid(Database& database, MessageId id, std::optional<std::uint32_t> uid,
                       std::optional<MailboxId> mailbox, Write write) {
  Result<void> done = write();
  if (done || !uid || !database.was_taken()) {
    return done;
  }
  done = run_once(database,
                  "UPDATE message SET uid=NULL WHERE id<>?1 AND uid=?2 AND"
                  " mailbox=coalesce(?3, (SELECT mailbox FROM message WHERE id=?1))",
                  [&](Statement& statement) {
                    statement.bind_integer(1, id);
                    statement.bind_integer(2, *uid);
                    if (mailbox) {
                      statement.bind_integer(3, *mailbox);
                    }
                  });
  return done ? write() : done;
}

/// What `made` holds, which is made when it is asked for first.
template <typename Made>
Result<Made*> once_made(std::optional<Made>& made, Database& database) {
  if (!made) {
    Result<Made> fresh = Made::make(database);
    if (!fresh) {
      return fail(fresh.error());
    }
    made = std::move(*fresh);
  }
  return &*made;
}

/// For a query without parameters.
inline void bind_nothing(Statement& /*statement*/) {}

}  // namespace mailhaul::journal
