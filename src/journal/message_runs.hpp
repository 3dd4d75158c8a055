/// Many rows of messages in one statement: most of what a small one costs is to open the table and
/// its indexes, once for each statement.
#pragma once

#include "journal/database.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

#include <mailhaul/base/result.hpp>
#include <mailhaul/journal/types.hpp>

namespace mailhaul::journal {

class MessageRuns {
 public:
  /// Rows that `insert` takes.
  static constexpr std::size_t kInserted = 10;
  /// Rows that one statement marks as stored. The pages that it changes are kept aside until it is
  /// done; those of so many rows fit into what SQLite keeps in memory for that (64 KB).
  static constexpr std::uint32_t kMarked = 100;

  static Result<MessageRuns> make(Database& database);

  /// The id of the first of exactly `kInserted` rows, if all of them are new; the others have the
  /// ids that follow. 0 if some are not; which of the others are inserted then is not said.
  [[nodiscard]] Result<MessageId> insert(Database& database, std::span<const MessageRow> rows);

  /// At most `kMarked` of them. All or, in the case of an error, none is changed.
  [[nodiscard]] Result<void> set_stored(const StoredRun& run);

 private:
  MessageRuns(Statement insert, Statement newest, Statement stored);

  Statement insert_;
  Statement newest_;
  Statement stored_;
};

}  // namespace mailhaul::journal
