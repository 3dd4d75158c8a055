#include "migrate/removal/recovery.hpp"

#include "migrate/removal/mailbox_removal.hpp"
#include "migrate/removal/removed_row.hpp"

#include <algorithm>
#include <chrono>
#include <unordered_map>
#include <vector>

#include <mailhaul/base/wall_clock.hpp>

namespace mailhaul::migrate {
namespace {

using FoundMessages = std::unordered_map<std::uint32_t, ServerMessage>;

/// Our mark stays only where the message has it from its Maildir.
bool is_marked_by_us(const journal::MessageRow& row, const FoundMessages& found) {
  return row.uid && found.contains(*row.uid) && (row.flags_wanted & journal::flag::kDeleted) == 0;
}

std::vector<std::uint32_t> uids_of(const std::vector<journal::MessageRow>& rows) {
  std::vector<std::uint32_t> uids;
  for (const journal::MessageRow& row : rows) {
    if (row.uid) {
      uids.push_back(*row.uid);
    }
  }
  std::ranges::sort(uids);
  return uids;
}

/// Where the UIDs mean nothing any more, the rows are left for locating: nothing is lost or sent
/// again on a guess.
Result<std::uint64_t> record(journal::Journal& journal,
                             const std::vector<journal::MessageRow>& rows,
                             const FoundMessages& found, bool uids_are_known) {
  std::uint64_t removed = 0;
  Result<void> done = journal.begin();
  for (const journal::MessageRow& row : rows) {
    const bool is_gone = uids_are_known && row.uid && !found.contains(*row.uid);
    removed += is_gone ? 1U : 0U;
    if (done) {
      done = is_gone ? set_removed_here(journal, row)
                     : journal.set_stored(row.id, row.uid, row.flags_set);
    }
  }
  if (done) {
    done = journal.commit(now_seconds());
  }
  return done ? Result<std::uint64_t>(removed) : fail(done.error());
}

Result<bool> needs_recovery(journal::Journal& journal, const journal::MailboxRow& mailbox) {
  const auto rows = journal.messages_in_state(mailbox.id, journal::State::Removing);
  const auto marks = journal.foreign_marks(mailbox.id);
  if (!rows || !marks) {
    return fail(!rows ? rows.error() : marks.error());
  }
  return !rows->empty() || !marks->empty();
}

/// Without UIDPLUS; with it nobody else's marks are taken off.
Result<bool> may_expunge_late(journal::Journal& journal, const journal::MailboxRow& mailbox) {
  const auto rows = journal.messages_in_state(mailbox.id, journal::State::Removing);
  const auto marks = journal.foreign_marks(mailbox.id);
  if (!rows || !marks) {
    return fail(!rows ? rows.error() : marks.error());
  }
  return !rows->empty() && !marks->empty();
}

}  // namespace

Result<void> await_late_expunge(ServerLink& link, journal::Journal& journal,
                                std::span<const journal::MailboxRow> mailboxes,
                                std::int64_t last_sent, std::chrono::seconds settle_after) {
  const std::int64_t left = last_sent + settle_after.count() - now_seconds();
  for (const journal::MailboxRow& mailbox : mailboxes) {
    const Result<bool> may_be_late = may_expunge_late(journal, mailbox);
    if (!may_be_late) {
      return fail(may_be_late.error());
    }
    if (*may_be_late && left > 0) {
      return link.pause("an EXPUNGE that was not answered may still be carried out",
                        std::chrono::seconds(left));
    }
  }
  return {};
}

Result<std::uint64_t> recover_removal(ServerConnection& connection, journal::Journal& journal,
                                      const journal::MailboxRow& mailbox) {
  const auto rows = journal.messages_in_state(mailbox.id, journal::State::Removing);
  if (!rows) {
    return fail(rows.error());
  }
  Result<MailboxRemoval> removal =
      MailboxRemoval::open(connection, journal, mailbox, RemovalAccess::Change);
  if (!removal) {
    return fail(removal.error());
  }
  FoundMessages found;
  const bool uids_are_known = !removal->obstacle();
  if (uids_are_known) {
    Result<FoundMessages> looked = removal->look_at(uids_of(*rows));
    if (!looked) {
      return fail(looked.error());
    }
    found = std::move(*looked);
    std::vector<journal::MessageRow> marked;
    std::ranges::copy_if(*rows, std::back_inserter(marked), [&](const journal::MessageRow& row) {
      return is_marked_by_us(row, found);
    });
    if (const Result<void> done = removal->unmark(uids_of(marked)); !done) {
      return fail(done.error());
    }
  }
  if (removal->obstacle() == RemovalObstacle::AnotherGeneration) {
    // The marks belonged to UIDs that mean nothing any more.
    if (const Result<void> dropped = journal.drop_foreign_marks(mailbox.id); !dropped) {
      return fail(dropped.error());
    }
  }
  Result<std::uint64_t> removed = record(journal, *rows, found, uids_are_known);
  if (!removed) {
    return removed;
  }
  const Result<void> finished = removal->finish();
  return finished ? removed : fail(finished.error());
}

Result<std::uint64_t> recover_removals(ServerConnection& connection, journal::Journal& journal,
                                       std::span<const journal::MailboxRow> existing) {
  std::uint64_t removed = 0;
  for (const journal::MailboxRow& mailbox : existing) {
    const Result<bool> needed = needs_recovery(journal, mailbox);
    if (!needed) {
      return fail(needed.error());
    }
    if (!*needed) {
      continue;
    }
    const Result<std::uint64_t> recovered = recover_removal(connection, journal, mailbox);
    if (!recovered) {
      return recovered;
    }
    removed += *recovered;
  }
  return removed;
}

}  // namespace mailhaul::migrate
