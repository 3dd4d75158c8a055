#include "migrate/locate/bind_rows.hpp"

#include "migrate/locate/locate.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <mailhaul/base/wall_clock.hpp>

namespace mailhaul::migrate {
namespace {

Result<std::vector<journal::MessageRow>> rows_without_uid(journal::Journal& journal,
                                                          journal::MailboxId mailbox) {
  Result<std::vector<journal::MessageRow>> rows =
      journal.messages_in_state(mailbox, journal::State::Unknown);
  const Result<std::vector<journal::MessageRow>> stored = journal.stored_without_uid(mailbox);
  if (!rows || !stored) {
    return fail(!rows ? rows.error() : stored.error());
  }
  rows->insert(rows->end(), stored->begin(), stored->end());
  return rows;
}

Result<void> record(journal::Journal& journal, const std::vector<Binding>& bindings,
                    const std::vector<journal::MessageRow>& rows) {
  std::map<journal::MessageId, std::uint32_t> flags_set;
  for (const journal::MessageRow& row : rows) {
    flags_set.emplace(row.id, row.flags_set);
  }
  Result<void> done = journal.begin();
  for (const Binding& binding : bindings) {
    if (done) {
      done = journal.set_stored(binding.row, binding.uid, flags_set.at(binding.row));
    }
    if (done) {
      done = record_identity(journal, binding);
    }
  }
  return done ? journal.commit(now_seconds()) : done;
}

}  // namespace

Result<std::vector<UnboundRow>> bind_rows(ServerConnection& connection, journal::Journal& journal,
                                          const journal::MailboxRow& mailbox) {
  Result<std::vector<journal::MessageRow>> rows = rows_without_uid(journal, mailbox.id);
  if (!rows || rows->empty()) {
    return rows ? std::vector<UnboundRow>() : Result<std::vector<UnboundRow>>(fail(rows.error()));
  }
  const Result<Matching> matching = locate(connection, journal, mailbox, *rows);
  if (!matching) {
    return fail(matching.error());
  }
  if (const Result<void> done = record(journal, matching->bindings, *rows); !done) {
    return fail(done.error());
  }
  std::set<journal::MessageId> bound;
  for (const Binding& binding : matching->bindings) {
    bound.insert(binding.row);
  }
  std::vector<UnboundRow> left;
  for (journal::MessageRow& row : *rows) {
    if (!bound.contains(row.id)) {
      // A message that is known to be stored may be one that the server shows without a Message-ID.
      const bool may_be_hidden = row.state == journal::State::Stored && matching->anonymous != 0;
      const bool is_ambiguous = may_be_hidden || std::ranges::find(matching->ambiguous, row.id) !=
                                                     matching->ambiguous.end();
      left.push_back({.row = std::move(row), .is_ambiguous = is_ambiguous});
    }
  }
  return left;
}

}  // namespace mailhaul::migrate
