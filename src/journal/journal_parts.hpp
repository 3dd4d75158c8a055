/// What a journal is made of, for the files that implement it.
#pragma once

#include "journal/database.hpp"
#include "journal/lock.hpp"
#include "journal/message_table.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <mailhaul/journal/journal.hpp>

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

/// For a query without parameters.
inline void bind_nothing(Statement& /*statement*/) {}

}  // namespace mailhaul::journal
