#include "journal/message_table.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace mailhaul::journal {
namespace {

constexpr int kUidColumn = 13;

std::int64_t number(State state) {
  return static_cast<std::int64_t>(state);
}

bool in_range(std::int64_t value, std::int64_t low, std::int64_t high) {
  return value >= low && value <= high;
}

Error unsound(MessageId id) {
  return {.kind = ErrorKind::Journal,
          .text = fmt::format("row {} of the journal holds values that mailhaul never writes", id),
          .hint =
              "The journal is damaged or was changed by hand. Keep it and restore it from a "
              "backup."};
}

Result<std::optional<MessageRow>> only_row(Statement& statement) {
  const ResetAtEnd reset(statement);
  const Result<bool> found = statement.step();
  if (!found) {
    return fail(found.error());
  }
  if (!*found) {
    return std::nullopt;
  }
  Result<MessageRow> row = row_of(statement);
  if (!row) {
    return fail(row.error());
  }
  return std::optional<MessageRow>(std::move(*row));
}

}  // namespace

std::string insertion_of(int rows) {
  std::string sql =
      "INSERT INTO message(folder, unique_name, mailbox, fingerprint, wire_size, internal_date,"
      " message_id_hash, subject_hash, form, flags_wanted, flags_set, state, uid, origin,"
      " flags_source, vanished) VALUES";
  for (int row = 0; row < rows; ++row) {
    sql += row == 0 ? "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)" : ",(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
  }
  return sql + " ON CONFLICT(folder, unique_name) DO NOTHING";
}

void bind_row(Statement& statement, int first, const MessageRow& row) {
  statement.bind_integer(first, row.folder);
  statement.bind_blob_in_place(first + 1, row.unique_name);
  statement.bind_integer(first + 2, row.mailbox);
  statement.bind_blob_in_place(
      first + 3,
      ByteView(reinterpret_cast<const char*>(row.fingerprint.data()), row.fingerprint.size()));
  statement.bind_integer(first + 4, static_cast<std::int64_t>(row.wire_size));
  statement.bind_integer(first + 5, row.internal_date);
  statement.bind_integer(first + 6, row.message_id_hash);
  statement.bind_integer(first + 7, row.subject_hash);
  statement.bind_integer(first + 8, static_cast<std::int64_t>(row.form));
  statement.bind_integer(first + 9, row.flags_wanted);
  statement.bind_integer(first + 10, row.flags_set);
  statement.bind_integer(first + 11, number(row.state));
  if (row.uid) {
    statement.bind_integer(first + 12, *row.uid);
  } else {
    statement.bind_null(first + 12);
  }
  statement.bind_integer(first + 13, static_cast<std::int64_t>(row.origin));
  statement.bind_integer(first + 14, row.flags_source);
  statement.bind_integer(first + 15, row.vanished);
}

Result<MessageRow> row_of(const Statement& statement) {
  MessageRow row;
  row.id = statement.integer(0);
  row.folder = statement.integer(1);
  row.unique_name = statement.blob(2);
  row.mailbox = statement.integer(3);
  const ByteView fingerprint = statement.blob(4);
  const std::int64_t form = statement.integer(9);
  const std::int64_t state = statement.integer(12);
  const std::int64_t origin = statement.integer(14);
  const std::optional<std::int64_t> uid = statement.optional_integer(kUidColumn);
  const bool sound = fingerprint.size() == row.fingerprint.size() && statement.integer(5) >= 0 &&
                     in_range(form, 0, 3) && in_range(state, 0, 6) && in_range(origin, 0, 1) &&
                     in_range(statement.integer(10), 0, flag::kAll) &&
                     in_range(statement.integer(11), 0, flag::kAll) &&
                     in_range(statement.integer(15), 0, flag::kAll) && statement.integer(16) >= 0 &&
                     (!uid || in_range(*uid, 1, std::numeric_limits<std::uint32_t>::max()));
  if (!sound) {
    return fail(unsound(row.id));
  }
  std::ranges::copy(fingerprint, row.fingerprint.begin());
  row.wire_size = static_cast<std::uint64_t>(statement.integer(5));
  row.internal_date = statement.integer(6);
  row.message_id_hash = statement.integer(7);
  row.subject_hash = statement.integer(8);
  row.form = static_cast<Form>(form);
  row.flags_wanted = static_cast<std::uint32_t>(statement.integer(10));
  row.flags_set = static_cast<std::uint32_t>(statement.integer(11));
  row.state = static_cast<State>(state);
  if (uid) {
    row.uid = static_cast<std::uint32_t>(*uid);
  }
  row.origin = static_cast<Origin>(origin);
  row.flags_source = static_cast<std::uint32_t>(statement.integer(15));
  row.vanished = statement.integer(16);
  return row;
}

MessageTable::MessageTable(Statement find, Statement get, Statement known, Statement insert,
                           Statement replace, Statement drop_reason, Statement state,
                           Statement intent, Statement stored, Statement reason)
    : find_(std::move(find)),
      get_(std::move(get)),
      known_(std::move(known)),
      insert_(std::move(insert)),
      replace_(std::move(replace)),
      drop_reason_(std::move(drop_reason)),
      state_(std::move(state)),
      intent_(std::move(intent)),
      stored_(std::move(stored)),
      reason_(std::move(reason)) {}

Result<MessageTable> MessageTable::make(Database& database) {
  const std::string find =
      fmt::format("SELECT {} FROM message WHERE folder=?1 AND unique_name=?2", kMessageColumns);
  const std::string get = fmt::format("SELECT {} FROM message WHERE id=?1", kMessageColumns);
  std::array statements = {
      database.prepare(find),
      database.prepare(get),
      database.prepare("SELECT id, mailbox, state, flags_source, vanished FROM message"
                       " WHERE folder=?1 AND unique_name=?2"),
      database.prepare(insertion_of(1)),
      database.prepare(
          "UPDATE message SET mailbox=?3, fingerprint=?4, wire_size=?5, internal_date=?6,"
          " message_id_hash=?7, subject_hash=?8, form=?9, flags_wanted=?10, flags_set=?11,"
          " state=?12, uid=?13, origin=?14, flags_source=?15, vanished=?16"
          " WHERE folder=?1 AND unique_name=?2 RETURNING id"),
      database.prepare("DELETE FROM reason WHERE message=?1"),
      database.prepare("UPDATE message SET state=?2 WHERE id=?1"),
      database.prepare("UPDATE message SET state=1, form=?2 WHERE id=?1"),
      database.prepare("UPDATE message SET state=2, uid=?2, flags_set=?3 WHERE id=?1"),
      database.prepare("INSERT INTO reason(message, kind, text, subject) VALUES(?1,?2,?3,?4)"
                       " ON CONFLICT(message) DO UPDATE SET kind=excluded.kind, text=excluded.text,"
                       " subject=excluded.subject"),
  };
  for (const Result<Statement>& statement : statements) {
    if (!statement) {
      return fail(statement.error());
    }
  }
  return MessageTable(std::move(*statements[0]), std::move(*statements[1]),
                      std::move(*statements[2]), std::move(*statements[3]),
                      std::move(*statements[4]), std::move(*statements[5]),
                      std::move(*statements[6]), std::move(*statements[7]),
                      std::move(*statements[8]), std::move(*statements[9]));
}

Result<std::optional<MessageRow>> MessageTable::find(FolderId folder, ByteView unique_name) {
  find_.bind_integer(1, folder);
  find_.bind_blob_in_place(2, unique_name);
  return only_row(find_);
}

Result<std::optional<MessageRow>> MessageTable::get(MessageId id) {
  get_.bind_integer(1, id);
  return only_row(get_);
}

Result<std::optional<KnownMessage>> MessageTable::known(FolderId folder, ByteView unique_name) {
  known_.bind_integer(1, folder);
  known_.bind_blob_in_place(2, unique_name);
  const ResetAtEnd reset(known_);
  const Result<bool> found = known_.step();
  if (!found) {
    return fail(found.error());
  }
  if (!*found) {
    return std::nullopt;
  }
  const std::int64_t state = known_.integer(2);
  const std::int64_t flags = known_.integer(3);
  if (!in_range(state, 0, 6) || !in_range(flags, 0, flag::kAll)) {
    return fail(unsound(known_.integer(0)));
  }
  return KnownMessage{.id = known_.integer(0),
                      .mailbox = known_.integer(1),
                      .state = static_cast<State>(state),
                      .flags_source = static_cast<std::uint32_t>(flags),
                      .vanished = known_.integer(4) != 0};
}

/// A message is new as a rule: the plain insertion takes half the time of one that gives the id of
/// the row it met.
Result<MessageId> MessageTable::put(Database& database, const MessageRow& row) {
  bind_row(insert_, 1, row);
  if (const Result<void> done = insert_.run(); !done) {
    return fail(done.error());
  }
  if (database.changes() == 1) {
    return database.last_insert_id();
  }
  bind_row(replace_, 1, row);
  const ResetAtEnd reset(replace_);
  const Result<bool> done = replace_.step();
  if (!done) {
    return fail(done.error());
  }
  const MessageId id = replace_.integer(0);
  // A RETURNING statement is finished by stepping it to its end.
  if (const Result<bool> end = replace_.step(); !end) {
    return fail(end.error());
  }
  return id;
}

Result<void> MessageTable::set_state(MessageId id, State state) {
  state_.bind_integer(1, id);
  state_.bind_integer(2, number(state));
  return state_.run();
}

Result<void> MessageTable::set_intent(MessageId id, Form form) {
  intent_.bind_integer(1, id);
  intent_.bind_integer(2, static_cast<std::int64_t>(form));
  return intent_.run();
}

Result<void> MessageTable::set_stored(MessageId id, std::optional<std::uint32_t> uid,
                                      std::uint32_t flags_set) {
  stored_.bind_integer(1, id);
  if (uid) {
    stored_.bind_integer(2, *uid);
  } else {
    stored_.bind_null(2);
  }
  stored_.bind_integer(3, flags_set);
  return stored_.run();
}

Result<void> MessageTable::set_reason(MessageId id, const Reason& reason) {
  if (reason.kind.empty()) {
    drop_reason_.bind_integer(1, id);
    return drop_reason_.run();
  }
  reason_.bind_integer(1, id);
  reason_.bind_text(2, reason.kind);
  reason_.bind_text(3, reason.text);
  reason_.bind_text(4, reason.subject);
  return reason_.run();
}

}  // namespace mailhaul::journal
