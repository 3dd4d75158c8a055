/// What the journal knows of messages on their way off the server.
#include "journal/journal_parts.hpp"

#include <mailhaul/journal/journal.hpp>

namespace mailhaul::journal {

Result<void> Journal::set_removing(MessageId id) {
  return parts_->messages.set_state(id, State::Removing);
}

Result<void> Journal::set_removed(MessageId id) {
  const Result<void> done =
      run_once(parts_->database, "UPDATE message SET state=0, uid=NULL, flags_set=0 WHERE id=?1",
               [&](Statement& statement) { statement.bind_integer(1, id); });
  return done ? parts_->messages.set_reason(id, {}) : done;
}

Result<void> Journal::set_gone(MessageId id) {
  return run_once(parts_->database, "UPDATE message SET state=6, uid=NULL WHERE id=?1",
                  [&](Statement& statement) { statement.bind_integer(1, id); });
}

Result<std::uint64_t> Journal::restore_gone() {
  if (const Result<void> done =
          parts_->database.execute("UPDATE message INDEXED BY message_open SET state=0, flags_set=0"
                                   " WHERE state<>2 AND state=6");
      !done) {
    return fail(done.error());
  }
  return static_cast<std::uint64_t>(parts_->database.changes());
}

Result<void> Journal::add_foreign_mark(MailboxId mailbox, std::uint32_t uid) {
  return run_once(parts_->database,
                  "INSERT OR IGNORE INTO foreign_mark(mailbox, uid) VALUES(?1,?2)",
                  [&](Statement& statement) {
                    statement.bind_integer(1, mailbox);
                    statement.bind_integer(2, uid);
                  });
}

Result<std::vector<std::uint32_t>> Journal::foreign_marks(MailboxId mailbox) {
  return collect<std::uint32_t>(
      parts_->database, "SELECT uid FROM foreign_mark WHERE mailbox=?1 ORDER BY uid",
      [&](Statement& statement) { statement.bind_integer(1, mailbox); },
      [](const Statement& row) -> Result<std::uint32_t> {
        return static_cast<std::uint32_t>(row.integer(0));
      });
}

Result<void> Journal::drop_foreign_marks(MailboxId mailbox) {
  return run_once(parts_->database, "DELETE FROM foreign_mark WHERE mailbox=?1",
                  [&](Statement& statement) { statement.bind_integer(1, mailbox); });
}

Result<void> Journal::set_not_created(MailboxId mailbox) {
  return run_once(parts_->database, "UPDATE mailbox SET created=0 WHERE id=?1",
                  [&](Statement& statement) { statement.bind_integer(1, mailbox); });
}

Result<void> Journal::set_subscribed(MailboxId mailbox, bool subscribed) {
  return run_once(parts_->database, "UPDATE mailbox SET subscribed=?2 WHERE id=?1",
                  [&](Statement& statement) {
                    statement.bind_integer(1, mailbox);
                    statement.bind_integer(2, subscribed ? 1 : 0);
                  });
}

Result<void> Journal::forget_unsent() {
  return parts_->database.execute(
      "DELETE FROM reason WHERE message IN (SELECT id FROM message WHERE state IN (0, 3));"
      " DELETE FROM relocation WHERE message IN (SELECT id FROM message WHERE state IN (0, 3));"
      " DELETE FROM message WHERE state IN (0, 3);"
      " DELETE FROM folder WHERE id NOT IN (SELECT folder FROM message);"
      " DELETE FROM mailbox WHERE created=0 AND id NOT IN (SELECT mailbox FROM message)"
      " AND id NOT IN (SELECT mailbox FROM folder)"
      " AND id NOT IN (SELECT mailbox FROM relocation)"
      " AND id NOT IN (SELECT mailbox FROM foreign_mark)");
}

Result<void> Journal::forget_mailbox(MailboxId mailbox) {
  if (const Result<void> done = forget_uids(mailbox); !done) {
    return done;
  }
  return run_once(parts_->database,
                  "UPDATE mailbox SET uidvalidity=0, low_water=1, created=0 WHERE id=?1",
                  [&](Statement& statement) { statement.bind_integer(1, mailbox); });
}

}  // namespace mailhaul::journal
