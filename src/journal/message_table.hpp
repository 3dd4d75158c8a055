/// The rows of messages: the statements that run once per message, prepared once.
#pragma once

#include "journal/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/journal/types.hpp>

namespace mailhaul::journal {

class MessageTable {
 public:
  static Result<MessageTable> make(Database& database);

  [[nodiscard]] Result<std::optional<MessageRow>> find(FolderId folder, ByteView unique_name);
  [[nodiscard]] Result<std::optional<MessageRow>> get(MessageId id);
  [[nodiscard]] Result<std::optional<KnownMessage>> known(FolderId folder, ByteView unique_name);
  [[nodiscard]] Result<MessageId> put(Database& database, const MessageRow& row);
  [[nodiscard]] Result<void> set_state(MessageId id, State state);
  [[nodiscard]] Result<void> set_intent(MessageId id, Form form);
  [[nodiscard]] Result<void> set_stored(MessageId id, std::optional<std::uint32_t> uid,
                                        std::uint32_t flags_set);
  [[nodiscard]] Result<void> set_reason(MessageId id, const Reason& reason);

 private:
  MessageTable(Statement find, Statement get, Statement known, Statement insert, Statement replace,
               Statement drop_reason, Statement state, Statement intent, Statement stored,
               Statement reason);

  Statement find_;
  Statement get_;
  Statement known_;
  Statement insert_;
  Statement replace_;
  Statement drop_reason_;
  Statement state_;
  Statement intent_;
  Statement stored_;
  Statement reason_;
};

/// The columns that `row_of` reads, in its order.
inline constexpr std::string_view kMessageColumns =
    "message.id, message.folder, message.unique_name, message.mailbox, message.fingerprint,"
    " message.wire_size, message.internal_date, message.message_id_hash, message.subject_hash,"
    " message.form, message.flags_wanted, message.flags_set, message.state, message.uid,"
    " message.origin, message.flags_source, message.vanished";
/// How many they are.
inline constexpr int kMessageColumnCount = 17;

/// Inserts so many rows, but none whose name its folder has already.
std::string insertion_of(int rows);
/// How many parameters of it belong to each row.
inline constexpr int kRowParameters = 16;
/// Binds them from parameter `first` on. The row has to outlive the use of the statement.
void bind_row(Statement& statement, int first, const MessageRow& row);

/// A row as the file has it. The owner of the journal could have written anything there, so values
/// out of range are an error of kind Journal.
Result<MessageRow> row_of(const Statement& statement);

}  // namespace mailhaul::journal
