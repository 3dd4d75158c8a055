/// What a journal is made of, for the files that implement it.
#pragma once

#include "journal/database.hpp"
#include "journal/lock.hpp"
#include "journal/message_table.hpp"

#include <cstdint>
#include <string>
#include <string_view>

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

}  // namespace mailhaul::journal
