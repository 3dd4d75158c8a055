#include "journal/write_group.hpp"

#include <utility>

namespace mailhaul::journal {

WriteGroup::WriteGroup(Statement begin, Statement stamp, Statement commit)
    : begin_(std::move(begin)), stamp_(std::move(stamp)), commit_(std::move(commit)) {}

Result<WriteGroup> WriteGroup::make(Database& database) {
  Result<Statement> begin = database.prepare("BEGIN IMMEDIATE");
  Result<Statement> stamp = database.prepare("UPDATE journal SET last_write=?1");
  Result<Statement> commit = database.prepare("COMMIT");
  for (const Result<Statement>* statement : {&begin, &stamp, &commit}) {
    if (!*statement) {
      return fail(statement->error());
    }
  }
  return WriteGroup(std::move(*begin), std::move(*stamp), std::move(*commit));
}

Result<void> WriteGroup::begin() {
  return begin_.run();
}

Result<void> WriteGroup::commit(std::int64_t now) {
  stamp_.bind_integer(1, now);
  const Result<void> stamped = stamp_.run();
  return stamped ? commit_.run() : stamped;
}

}  // namespace mailhaul::journal
