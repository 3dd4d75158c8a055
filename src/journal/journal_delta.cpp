/// What a later run asks and writes: names that went away, came back or changed.
#include "journal/journal_parts.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include <mailhaul/journal/journal.hpp>

namespace mailhaul::journal {
namespace {

Error unsound(std::string_view what) {
  return {.kind = ErrorKind::Journal,
          .text = fmt::format("the journal holds a {} that mailhaul never writes", what),
          .hint =
              "The journal is damaged or was changed by hand. Keep it and restore it from a "
              "backup."};
}

bool is_uid(const std::optional<std::int64_t>& value) {
  return !value || (*value >= 1 && *value <= std::numeric_limits<std::uint32_t>::max());
}

std::optional<std::uint32_t> to_uid(const std::optional<std::int64_t>& value) {
  return value ? std::optional(static_cast<std::uint32_t>(*value)) : std::nullopt;
}

void bind_optional(Statement& statement, int index, const std::optional<std::uint32_t>& value) {
  if (value) {
    statement.bind_integer(index, *value);
  } else {
    statement.bind_null(index);
  }
}

Result<VanishedMessage> vanished_of(const Statement& row) {
  VanishedMessage message{.id = row.integer(0), .mailbox = row.integer(1)};
  const ByteView fingerprint = row.blob(2);
  if (fingerprint.size() != message.fingerprint.size()) {
    return fail(unsound("fingerprint"));
  }
  std::ranges::copy(fingerprint, message.fingerprint.begin());
  const std::int64_t state = row.integer(3);
  if (state < 0 || state > static_cast<std::int64_t>(State::Gone)) {
    return fail(unsound("state"));
  }
  message.state = static_cast<State>(state);
  message.wire_size = static_cast<std::uint64_t>(row.integer(4));
  return message;
}

Result<Relocation> relocation_of(const Statement& row) {
  const std::optional<std::int64_t> uid_next = row.optional_integer(2);
  const std::optional<std::int64_t> uid = row.optional_integer(3);
  if (!is_uid(uid_next) || !is_uid(uid)) {
    return fail(unsound("relocation"));
  }
  return Relocation{.message = row.integer(0),
                    .mailbox = row.integer(1),
                    .uid_next = to_uid(uid_next),
                    .uid = to_uid(uid)};
}

}  // namespace

Result<std::optional<KnownMessage>> Journal::known(FolderId folder, ByteView unique_name) {
  return parts_->messages.known(folder, unique_name);
}

Result<std::vector<MessageId>> Journal::ids_in(FolderId folder) {
  Result<std::vector<MessageId>> ids = collect<MessageId>(
      parts_->database, "SELECT id FROM message WHERE folder=?1",
      [&](Statement& statement) { statement.bind_integer(1, folder); },
      [](const Statement& row) -> Result<MessageId> { return row.integer(0); });
  if (ids) {
    std::ranges::sort(*ids);
  }
  return ids;
}

Result<std::vector<VanishedMessage>> Journal::stored_in(FolderId folder) {
  return collect<VanishedMessage>(
      parts_->database,
      "SELECT id, mailbox, fingerprint, state, wire_size FROM message"
      " WHERE folder=?1 AND state IN (2, 4, 6) AND vanished=0 ORDER BY id",
      [&](Statement& statement) { statement.bind_integer(1, folder); }, vanished_of);
}

Result<std::uint64_t> Journal::count_present(FolderId folder) {
  Result<std::vector<std::uint64_t>> count = collect<std::uint64_t>(
      parts_->database, "SELECT count(*) FROM message WHERE folder=?1 AND state=2 AND vanished=0",
      [&](Statement& statement) { statement.bind_integer(1, folder); },
      [](const Statement& row) -> Result<std::uint64_t> {
        return static_cast<std::uint64_t>(row.integer(0));
      });
  return count ? Result<std::uint64_t>(count->front()) : fail(count.error());
}

Result<void> Journal::set_vanished(MessageId id, std::int64_t since) {
  return run_once(parts_->database, "UPDATE message SET vanished=?2 WHERE id=?1",
                  [&](Statement& statement) {
                    statement.bind_integer(1, id);
                    statement.bind_integer(2, since);
                  });
}

Result<std::vector<VanishedMessage>> Journal::vanished() {
  return collect<VanishedMessage>(parts_->database,
                                  "SELECT id, mailbox, fingerprint, state, wire_size FROM message"
                                  " INDEXED BY message_vanished"
                                  " WHERE vanished<>0 AND state IN (2, 4, 6) ORDER BY id",
                                  bind_nothing, vanished_of);
}

Result<std::vector<MessageRow>> Journal::vanished_in(MailboxId mailbox) {
  return collect<MessageRow>(
      parts_->database,
      fmt::format("SELECT {} FROM message INDEXED BY message_vanished"
                  " WHERE vanished<>0 AND state=2 AND mailbox=?1 ORDER BY id",
                  kMessageColumns),
      [&](Statement& statement) { statement.bind_integer(1, mailbox); }, row_of);
}

Result<void> Journal::set_flags_source(MessageId id, std::uint32_t flags) {
  return run_once(parts_->database, "UPDATE message SET flags_source=?2 WHERE id=?1",
                  [&](Statement& statement) {
                    statement.bind_integer(1, id);
                    statement.bind_integer(2, flags);
                  });
}

Result<void> Journal::rename(MessageId id, FolderId folder, ByteView unique_name) {
  const Result<std::optional<KnownMessage>> other = known(folder, unique_name);
  if (!other) {
    return fail(other.error());
  }
  if (*other && (*other)->id != id) {
    if (const Result<void> gone = forget((*other)->id); !gone) {
      return gone;
    }
  }
  return run_once(parts_->database,
                  "UPDATE message SET folder=?2, unique_name=?3, vanished=0 WHERE id=?1",
                  [&](Statement& statement) {
                    statement.bind_integer(1, id);
                    statement.bind_integer(2, folder);
                    statement.bind_blob(3, unique_name);
                  });
}

Result<void> Journal::set_place(MessageId id, MailboxId mailbox, std::optional<std::uint32_t> uid) {
  return write_uid(parts_->database, id, uid, mailbox, [&] {
    return run_once(parts_->database, "UPDATE message SET mailbox=?2, uid=?3 WHERE id=?1",
                    [&](Statement& statement) {
                      statement.bind_integer(1, id);
                      statement.bind_integer(2, mailbox);
                      bind_optional(statement, 3, uid);
                    });
  });
}

Result<void> Journal::forget(MessageId id) {
  for (const char* sql :
       {"DELETE FROM reason WHERE message=?1", "DELETE FROM relocation WHERE message=?1",
        "DELETE FROM message WHERE id=?1"}) {
    const Result<void> done = run_once(
        parts_->database, sql, [&](Statement& statement) { statement.bind_integer(1, id); });
    if (!done) {
      return done;
    }
  }
  return {};
}

Result<std::vector<Relocation>> Journal::relocations() {
  return collect<Relocation>(parts_->database,
                             "SELECT message, mailbox, uid_next, uid FROM relocation"
                             " ORDER BY mailbox, message",
                             bind_nothing, relocation_of);
}

Result<std::optional<Relocation>> Journal::relocation(MessageId message) {
  const Result<std::vector<Relocation>> found = collect<Relocation>(
      parts_->database, "SELECT message, mailbox, uid_next, uid FROM relocation WHERE message=?1",
      [&](Statement& statement) { statement.bind_integer(1, message); }, relocation_of);
  if (!found) {
    return fail(found.error());
  }
  return found->empty() ? std::nullopt : std::optional(found->front());
}

Result<void> Journal::put_relocation(const Relocation& relocation) {
  return run_once(parts_->database,
                  "INSERT INTO relocation(message, mailbox, uid_next, uid) VALUES(?1,?2,?3,?4)"
                  " ON CONFLICT(message) DO UPDATE SET mailbox=excluded.mailbox,"
                  " uid_next=excluded.uid_next, uid=excluded.uid",
                  [&](Statement& statement) {
                    statement.bind_integer(1, relocation.message);
                    statement.bind_integer(2, relocation.mailbox);
                    bind_optional(statement, 3, relocation.uid_next);
                    bind_optional(statement, 4, relocation.uid);
                  });
}

Result<void> Journal::drop_relocation(MessageId message) {
  return run_once(parts_->database, "DELETE FROM relocation WHERE message=?1",
                  [&](Statement& statement) { statement.bind_integer(1, message); });
}

Result<void> Journal::set_adopted(MessageId id, std::uint32_t uid, std::uint32_t flags) {
  return run_once(parts_->database,
                  "UPDATE message SET state=2, origin=1, uid=?2, flags_wanted=?3, flags_set=?3"
                  " WHERE id=?1",
                  [&](Statement& statement) {
                    statement.bind_integer(1, id);
                    statement.bind_integer(2, uid);
                    statement.bind_integer(3, flags);
                  });
}

Result<bool> Journal::is_adopting() {
  const Result<std::int64_t> adopting = parts_->database.integer("SELECT adopting FROM journal");
  return adopting ? Result<bool>(*adopting != 0) : fail(adopting.error());
}

Result<void> Journal::set_adopting(bool adopting) {
  return run_once(parts_->database, "UPDATE journal SET adopting=?1",
                  [&](Statement& statement) { statement.bind_integer(1, adopting ? 1 : 0); });
}

}  // namespace mailhaul::journal
