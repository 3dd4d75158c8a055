/// What a comparison of contents has seen, so that the next run need not fetch it again.
#include "journal/journal_parts.hpp"

#include <mailhaul/journal/journal.hpp>

namespace mailhaul::journal {

Result<void> Journal::put_content_check(const MessageRow& row, std::string_view differences,
                                        std::int64_t now) {
  return run_once(parts_->database,
                  "INSERT INTO content_check(message, mailbox, uidvalidity, uid, checked,"
                  " differences)"
                  " SELECT ?1, mailbox.id, mailbox.uidvalidity, ?3, ?4, ?5 FROM mailbox"
                  " WHERE mailbox.id=?2"
                  " ON CONFLICT(message) DO UPDATE SET mailbox=excluded.mailbox,"
                  " uidvalidity=excluded.uidvalidity, uid=excluded.uid, checked=excluded.checked,"
                  " differences=excluded.differences",
                  [&](Statement& statement) {
                    statement.bind_integer(1, row.id);
                    statement.bind_integer(2, row.mailbox);
                    statement.bind_integer(3, row.uid.value_or(0));
                    statement.bind_integer(4, now);
                    statement.bind_text(5, differences);
                  });
}

Result<std::optional<std::string>> Journal::content_check(const MessageRow& row) {
  Result<std::vector<std::string>> found = collect<std::string>(
      parts_->database,
      "SELECT differences FROM content_check JOIN mailbox ON mailbox.id=content_check.mailbox"
      " AND mailbox.uidvalidity=content_check.uidvalidity"
      " WHERE message=?1 AND content_check.mailbox=?2 AND uid=?3",
      [&](Statement& statement) {
        statement.bind_integer(1, row.id);
        statement.bind_integer(2, row.mailbox);
        statement.bind_integer(3, row.uid.value_or(0));
      },
      [](const Statement& each) -> Result<std::string> { return each.text(0); });
  if (!found) {
    return fail(std::move(found.error()));
  }
  return found->empty() ? std::nullopt : std::optional(std::move(found->front()));
}

Result<ContentProgress> Journal::content_progress() {
  const auto found = collect<ContentProgress>(
      parts_->database, "SELECT count(*), coalesce(min(checked), 0) FROM content_check",
      bind_nothing, [](const Statement& row) -> Result<ContentProgress> {
        return ContentProgress{.messages = static_cast<std::uint64_t>(row.integer(0)),
                               .since = row.integer(1)};
      });
  return found ? Result<ContentProgress>(found->front()) : fail(found.error());
}

Result<void> Journal::drop_content_checks() {
  return parts_->database.execute("DELETE FROM content_check");
}

}  // namespace mailhaul::journal
