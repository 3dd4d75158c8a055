#include "journal/journal_parts.hpp"

#include <fmt/format.h>

#include <mailhaul/journal/journal.hpp>

namespace mailhaul::journal {
namespace {

/// Said in so many words, it lets SQLite use the index of what is not stored.
constexpr const char* kOpen = "AND state<>2";

}  // namespace

Result<std::vector<MailboxRow>> Journal::mailboxes() {
  return collect<MailboxRow>(
      parts_->database,
      "SELECT id, name, uidvalidity, low_water, created, subscribed FROM mailbox ORDER BY id",
      bind_nothing, [](const Statement& row) -> Result<MailboxRow> {
        return MailboxRow{.id = row.integer(0),
                          .name = row.text(1),
                          .uidvalidity = static_cast<std::uint32_t>(row.integer(2)),
                          .low_water = static_cast<std::uint32_t>(row.integer(3)),
                          .created = row.integer(4) != 0,
                          .subscribed = row.integer(5) != 0};
      });
}

Result<MailboxId> Journal::put_mailbox(const MailboxRow& row) {
  Result<Statement> statement = parts_->database.prepare(
      "INSERT INTO mailbox(name, uidvalidity, low_water, created) VALUES(?1,?2,?3,?4)"
      " ON CONFLICT(name) DO UPDATE SET uidvalidity=excluded.uidvalidity,"
      " low_water=excluded.low_water, created=max(created, excluded.created) RETURNING id");
  if (!statement) {
    return fail(statement.error());
  }
  statement->bind_text(1, row.name);
  statement->bind_integer(2, row.uidvalidity);
  statement->bind_integer(3, row.low_water);
  statement->bind_integer(4, row.created ? 1 : 0);
  const Result<bool> done = statement->step();
  if (!done) {
    return fail(done.error());
  }
  const MailboxId id = statement->integer(0);
  if (const Result<bool> end = statement->step(); !end) {
    return fail(end.error());
  }
  return id;
}

Result<void> Journal::forget_uids(MailboxId mailbox) {
  for (const char* sql : {"UPDATE message SET uid=NULL WHERE mailbox=?1",
                          "UPDATE relocation SET uid_next=NULL, uid=NULL WHERE mailbox=?1"}) {
    const Result<void> done = run_once(
        parts_->database, sql, [&](Statement& statement) { statement.bind_integer(1, mailbox); });
    if (!done) {
      return done;
    }
  }
  return {};
}

Result<std::vector<FolderRow>> Journal::folders() {
  return collect<FolderRow>(
      parts_->database, "SELECT id, directory, mailbox FROM folder ORDER BY id", bind_nothing,
      [](const Statement& row) -> Result<FolderRow> {
        return FolderRow{
            .id = row.integer(0), .directory = Bytes(row.blob(1)), .mailbox = row.integer(2)};
      });
}

Result<FolderId> Journal::put_folder(const Bytes& directory, MailboxId mailbox) {
  const Result<void> done =
      run_once(parts_->database,
               "INSERT INTO folder(directory, mailbox) VALUES(?1,?2)"
               " ON CONFLICT(directory) DO UPDATE SET mailbox=excluded.mailbox",
               [&](Statement& statement) {
                 statement.bind_blob(1, directory);
                 statement.bind_integer(2, mailbox);
               });
  if (!done) {
    return fail(done.error());
  }
  Result<Statement> statement =
      parts_->database.prepare("SELECT id FROM folder WHERE directory=?1");
  if (!statement) {
    return fail(statement.error());
  }
  statement->bind_blob(1, directory);
  const Result<bool> found = statement->step();
  if (!found) {
    return fail(found.error());
  }
  return statement->integer(0);
}

Result<std::optional<MessageRow>> Journal::find(FolderId folder, ByteView unique_name) {
  return parts_->messages.find(folder, unique_name);
}

Result<std::optional<MessageRow>> Journal::message(MessageId id) {
  return parts_->messages.get(id);
}

Result<MessageId> Journal::put_message(const MessageRow& row) {
  return parts_->messages.put(parts_->database, row);
}

Result<void> Journal::set_intent(MessageId id, Form form) {
  return parts_->messages.set_intent(id, form);
}

Result<void> Journal::set_stored(MessageId id, std::optional<std::uint32_t> uid,
                                 std::uint32_t flags_set) {
  return write_uid(parts_->database, id, uid, std::nullopt,
                   [&] { return parts_->messages.set_stored(id, uid, flags_set); });
}

Result<void> Journal::set_refused(MessageId id, const Reason& reason) {
  const Result<void> done = parts_->messages.set_state(id, State::Refused);
  return done ? parts_->messages.set_reason(id, reason) : done;
}

Result<void> Journal::set_unknown(MessageId id, const Reason& reason) {
  const Result<void> done = parts_->messages.set_state(id, State::Unknown);
  return done ? parts_->messages.set_reason(id, reason) : done;
}

Result<void> Journal::set_unsent(MessageId id) {
  return parts_->messages.set_state(id, State::Unsent);
}

Result<void> Journal::set_reason(MessageId id, const Reason& reason) {
  return parts_->messages.set_reason(id, reason);
}

Result<void> Journal::set_uid(MessageId id, std::uint32_t uid) {
  return write_uid(parts_->database, id, uid, std::nullopt, [&] {
    return run_once(parts_->database, "UPDATE message SET uid=?2 WHERE id=?1",
                    [&](Statement& statement) {
                      statement.bind_integer(1, id);
                      statement.bind_integer(2, uid);
                    });
  });
}

Result<void> Journal::set_identity(MessageId id, std::int64_t message_id_hash,
                                   std::int64_t subject_hash) {
  return run_once(parts_->database,
                  "UPDATE message SET message_id_hash=?2, subject_hash=?3 WHERE id=?1",
                  [&](Statement& statement) {
                    statement.bind_integer(1, id);
                    statement.bind_integer(2, message_id_hash);
                    statement.bind_integer(3, subject_hash);
                  });
}

Result<void> Journal::set_flags(MessageId id, std::uint32_t wanted, std::uint32_t set) {
  return run_once(parts_->database, "UPDATE message SET flags_wanted=?2, flags_set=?3 WHERE id=?1",
                  [&](Statement& statement) {
                    statement.bind_integer(1, id);
                    statement.bind_integer(2, wanted);
                    statement.bind_integer(3, set);
                  });
}

Result<std::uint64_t> Journal::settle_intents(std::int64_t now) {
  Result<void> done = begin();
  if (done) {
    done = run_once(parts_->database,
                    "UPDATE journal SET last_write=?1 WHERE EXISTS"
                    " (SELECT 1 FROM message INDEXED BY message_open WHERE state<>2 AND state=1)",
                    [now](Statement& statement) { statement.bind_integer(1, now); });
  }
  if (done) {
    done = parts_->database.execute(
        "UPDATE message INDEXED BY message_open SET state=4 WHERE state<>2 AND state=1");
  }
  const auto settled = static_cast<std::uint64_t>(parts_->database.changes());
  if (done && !parts_->is_trial) {
    done = parts_->database.execute("COMMIT");
  }
  return done ? Result<std::uint64_t>(settled) : fail(done.error());
}

Result<std::vector<MessageRow>> Journal::messages_in_state(MailboxId mailbox, State state) {
  return collect<MessageRow>(
      parts_->database,
      fmt::format("SELECT {} FROM message WHERE mailbox=?1 AND state=?2 {} ORDER BY id",
                  kMessageColumns, state == State::Stored ? "" : kOpen),
      [&](Statement& statement) {
        statement.bind_integer(1, mailbox);
        statement.bind_integer(2, static_cast<std::int64_t>(state));
      },
      row_of);
}

Result<std::vector<MessageRow>> Journal::stored_without_uid(MailboxId mailbox) {
  return collect<MessageRow>(
      parts_->database,
      fmt::format("SELECT {} FROM message INDEXED BY message_without_uid"
                  " WHERE mailbox=?1 AND state=2 AND uid IS NULL ORDER BY id",
                  kMessageColumns),
      [&](Statement& statement) { statement.bind_integer(1, mailbox); }, row_of);
}

Result<std::vector<MailboxId>> Journal::mailboxes_without_uids() {
  return collect<MailboxId>(parts_->database,
                            "SELECT DISTINCT mailbox FROM message INDEXED BY message_without_uid"
                            " WHERE state=2 AND uid IS NULL",
                            bind_nothing, [](const Statement& statement) {
                              return Result<MailboxId>(statement.integer(0));
                            });
}

Result<std::vector<MailboxId>> Journal::mailboxes_in_doubt() {
  return collect<MailboxId>(parts_->database,
                            "SELECT mailbox FROM message INDEXED BY message_open"
                            " WHERE state<>2 AND state IN (4, 5)"
                            " UNION SELECT mailbox FROM foreign_mark",
                            bind_nothing, [](const Statement& statement) {
                              return Result<MailboxId>(statement.integer(0));
                            });
}

Result<std::vector<MessageRow>> Journal::flags_to_set(MailboxId mailbox) {
  return collect<MessageRow>(
      parts_->database,
      fmt::format("SELECT {} FROM message INDEXED BY message_flags WHERE mailbox=?1 AND state=2"
                  " AND flags_set<>flags_wanted AND uid IS NOT NULL ORDER BY uid",
                  kMessageColumns),
      [&](Statement& statement) { statement.bind_integer(1, mailbox); }, row_of);
}

Result<std::vector<MessageRow>> Journal::stored_above(MailboxId mailbox, std::uint32_t after,
                                                      std::size_t limit) {
  return collect<MessageRow>(
      parts_->database,
      fmt::format("SELECT {} FROM message WHERE mailbox=?1 AND uid>?2 AND state=2"
                  " ORDER BY uid LIMIT ?3",
                  kMessageColumns),
      [&](Statement& statement) {
        statement.bind_integer(1, mailbox);
        statement.bind_integer(2, after);
        statement.bind_integer(3, static_cast<std::int64_t>(limit));
      },
      row_of);
}

Result<std::vector<std::uint32_t>> Journal::known_uids(MailboxId mailbox, std::uint32_t from) {
  return collect<std::uint32_t>(
      parts_->database,
      "SELECT uid FROM message WHERE mailbox=?1 AND uid>=?2"
      " UNION SELECT uid FROM relocation WHERE mailbox=?1 AND uid>=?2 ORDER BY 1",
      [&](Statement& statement) {
        statement.bind_integer(1, mailbox);
        statement.bind_integer(2, from);
      },
      [](const Statement& row) -> Result<std::uint32_t> {
        return static_cast<std::uint32_t>(row.integer(0));
      });
}

Result<Reason> Journal::reason(MessageId id) {
  auto found = collect<Reason>(
      parts_->database, "SELECT kind, text, subject FROM reason WHERE message=?1",
      [&](Statement& statement) { statement.bind_integer(1, id); },
      [](const Statement& row) -> Result<Reason> {
        return Reason{.kind = row.text(0), .text = row.text(1), .subject = row.text(2)};
      });
  if (!found) {
    return fail(std::move(found.error()));
  }
  return found->empty() ? Reason() : std::move(found->front());
}

Result<std::vector<Journal::OpenMatter>> Journal::open_matters(std::size_t limit) {
  return collect<OpenMatter>(
      parts_->database,
      fmt::format(
          "SELECT {}, folder.directory, mailbox.name, coalesce(reason.kind, ''),"
          " coalesce(reason.text, ''), coalesce(reason.subject, '')"
          " FROM message JOIN folder ON folder.id=message.folder"
          " JOIN mailbox ON mailbox.id=message.mailbox"
          " LEFT JOIN reason ON reason.message=message.id"
          " WHERE message.state IN (1, 3, 4, 5) ORDER BY message.folder, message.id LIMIT ?1",
          kMessageColumns),
      [&](Statement& statement) { statement.bind_integer(1, static_cast<std::int64_t>(limit)); },
      [](const Statement& row) -> Result<OpenMatter> {
        constexpr int kFirstJoined = kMessageColumnCount;
        Result<MessageRow> message = row_of(row);
        if (!message) {
          return fail(message.error());
        }
        return OpenMatter{.message = std::move(*message),
                          .directory = Bytes(row.blob(kFirstJoined)),
                          .mailbox = row.text(kFirstJoined + 1),
                          .reason = {.kind = row.text(kFirstJoined + 2),
                                     .text = row.text(kFirstJoined + 3),
                                     .subject = row.text(kFirstJoined + 4)}};
      });
}

namespace {

Result<StateCounts> counts_of(Statement& statement) {
  StateCounts counts;
  for (;;) {
    const Result<bool> found = statement.step();
    if (!found) {
      return fail(found.error());
    }
    if (!*found) {
      return counts;
    }
    const auto number = static_cast<std::uint64_t>(statement.integer(1));
    switch (statement.integer(0)) {
      case static_cast<int>(State::Unsent):
        counts.unsent += number;
        break;
      case static_cast<int>(State::Stored):
        counts.stored += number;
        break;
      case static_cast<int>(State::Refused):
        counts.refused += number;
        break;
      case static_cast<int>(State::Gone):
        counts.gone += number;
        break;
      default:
        counts.unknown += number;
        break;
    }
  }
}

}  // namespace

Result<StateCounts> Journal::counts() {
  Result<Statement> statement =
      parts_->database.prepare("SELECT state, count(*) FROM message GROUP BY state");
  if (!statement) {
    return fail(statement.error());
  }
  return counts_of(*statement);
}

Result<StateCounts> Journal::open_counts() {
  Result<Statement> statement =
      parts_->database.prepare("SELECT state, count(*) FROM message WHERE state<>2 GROUP BY state");
  if (!statement) {
    return fail(statement.error());
  }
  return counts_of(*statement);
}

Result<bool> Journal::has_messages(FolderId folder) {
  Result<Statement> statement =
      parts_->database.prepare("SELECT 1 FROM message WHERE folder=?1 LIMIT 1");
  if (!statement) {
    return fail(statement.error());
  }
  statement->bind_integer(1, folder);
  return statement->step();
}

Result<StateCounts> Journal::counts(MailboxId mailbox) {
  Result<Statement> statement = parts_->database.prepare(
      "SELECT state, count(*) FROM message WHERE mailbox=?1 GROUP BY state");
  if (!statement) {
    return fail(statement.error());
  }
  statement->bind_integer(1, mailbox);
  return counts_of(*statement);
}

}  // namespace mailhaul::journal
