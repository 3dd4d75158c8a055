#include "migrate/delta/vanished_removal.hpp"

#include "migrate/delta/known_mailbox.hpp"
#include "migrate/delta/left_out.hpp"
#include "migrate/removal/mailbox_removal.hpp"
#include "migrate/removal/recovery.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <mailhaul/base/wall_clock.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

using Rows = std::vector<journal::MessageRow>;
using Found = std::unordered_map<std::uint32_t, ServerMessage>;

void list(UploadContext& context, const journal::MailboxRow& mailbox, std::string kind,
          std::string text) {
  context.add_attention(
      {.mailbox = mailbox.name, .kind = std::move(kind), .text = std::move(text)});
}

std::vector<std::uint32_t> uids_of(const Rows& rows) {
  std::vector<std::uint32_t> uids;
  for (const journal::MessageRow& row : rows) {
    uids.push_back(*row.uid);
  }
  std::ranges::sort(uids);
  return uids;
}

/// Those that are not on their way to another mailbox.
Result<Rows> settled_in(UploadContext& context, const journal::MailboxRow& mailbox) {
  Result<Rows> rows = context.journal.vanished_in(mailbox.id);
  const Result<std::vector<journal::Relocation>> relocations = context.journal.relocations();
  if (!rows || !relocations) {
    return fail(!rows ? rows.error() : relocations.error());
  }
  std::erase_if(*rows, [&](const journal::MessageRow& row) {
    return std::ranges::find(*relocations, row.id, &journal::Relocation::message) !=
           relocations->end();
  });
  return rows;
}

/// What is not uploaded from where it is now is there all the same.
void spare_left_out(UploadContext& context, const journal::MailboxRow& mailbox, Rows& rows) {
  const std::size_t spared = std::erase_if(rows, [&](const journal::MessageRow& row) {
    return context.left_out->contains(row.fingerprint);
  });
  if (spared != 0) {
    context.observer.note(fmt::format(
        "{} messages of {} are left out by an option now, or were moved meanwhile; they "
        "stay on the server",
        spared, text::escape_for_display(mailbox.name)));
  }
}

/// Those that may be removed from a mailbox; none if there are too many.
Result<Rows> choose(UploadContext& context, const journal::MailboxRow& mailbox) {
  Result<Rows> rows = settled_in(context, mailbox);
  if (rows) {
    spare_left_out(context, mailbox, *rows);
  }
  if (!rows || rows->empty()) {
    return rows;
  }
  const Result<journal::StateCounts> counts = context.journal.counts(mailbox.id);
  if (!counts) {
    return fail(counts.error());
  }
  const std::uint64_t limit = removal_limit(counts->stored, context.options.max_vanished);
  if (rows->size() > limit) {
    list(context, mailbox, "too-many-vanished",
         fmt::format("{} of {} messages are gone from the source, which is more than {}; none was "
                     "removed here. If that is right, say --max-vanished {}",
                     rows->size(), counts->stored, limit, rows->size()));
    return Rows();
  }
  if (context.is_source_half_read) {
    list(context, mailbox, "vanished-kept",
         fmt::format("{} messages are gone from the source, but not all of it could be read, and "
                     "they may be in the rest; none was removed here",
                     rows->size()));
    return Rows();
  }
  return rows;
}

/// What is removed is forgotten, and so is what was gone already.
Result<void> record(UploadContext& context, const Rows& rows,
                    const std::vector<std::uint32_t>& gone) {
  Result<void> done = context.journal.begin();
  for (const journal::MessageRow& row : rows) {
    if (!done) {
      break;
    }
    const bool is_gone = std::ranges::find(gone, *row.uid) != gone.end();
    context.summary.messages.removed += is_gone ? 1U : 0U;
    done = is_gone ? context.journal.forget(row.id)
                   : context.journal.set_stored(row.id, row.uid, row.flags_set);
  }
  return done ? context.journal.commit(now_seconds()) : done;
}

Result<void> forget_all(UploadContext& context, const Rows& rows) {
  Result<void> done = context.journal.begin();
  for (const journal::MessageRow& row : rows) {
    done = done ? context.journal.forget(row.id) : done;
  }
  return done ? context.journal.commit(now_seconds()) : done;
}

/// What the server did not remove gets rid of our mark, so that nobody else's EXPUNGE takes it; a
/// mark that the message has from its Maildir stays. Returns those that are gone all the same.
Result<std::vector<std::uint32_t>> take_marks_off(MailboxRemoval& removal, const Rows& rows) {
  const Result<Found> left = removal.look_at(uids_of(rows));
  if (!left) {
    return fail(left.error());
  }
  std::vector<std::uint32_t> gone;
  std::vector<std::uint32_t> marked;
  for (const journal::MessageRow& row : rows) {
    if (!left->contains(*row.uid)) {
      gone.push_back(*row.uid);
    } else if ((row.flags_wanted & journal::flag::kDeleted) == 0) {
      marked.push_back(*row.uid);
    }
  }
  std::ranges::sort(marked);
  const Result<void> unmarked = removal.unmark(marked);
  if (!unmarked && unmarked.error().kind != ErrorKind::Refused) {
    return fail(unmarked.error());
  }
  return gone;
}

std::string why_kept(std::size_t kept, const Result<std::vector<std::uint32_t>>& expunged) {
  return fmt::format("{} messages that are gone from the source were not removed here: {}", kept,
                     expunged ? "the server kept them" : expunged.error().text);
}

Result<void> remove(MailboxRemoval& removal, UploadContext& context,
                    const journal::MailboxRow& mailbox, const Rows& rows) {
  // From here on a crash must not look as if the owner had removed them.
  Result<void> done = context.journal.begin();
  for (const journal::MessageRow& row : rows) {
    done = done ? context.journal.set_removing(row.id) : done;
  }
  if (done) {
    done = context.journal.commit(now_seconds());
  }
  if (!done) {
    return done;
  }
  const Result<std::vector<std::uint32_t>> expunged = removal.expunge(uids_of(rows));
  if (!expunged && expunged.error().kind != ErrorKind::Refused) {
    return fail(expunged.error());
  }
  if (expunged && expunged->size() == rows.size()) {
    return record(context, rows, *expunged);
  }
  const Result<std::vector<std::uint32_t>> gone = take_marks_off(removal, rows);
  if (!gone) {
    return fail(gone.error());
  }
  if (gone->size() != rows.size()) {
    list(context, mailbox, "vanished-kept", why_kept(rows.size() - gone->size(), expunged));
  }
  return record(context, rows, *gone);
}

Result<void> remove_in_mailbox(ServerConnection& connection, UploadContext& context,
                               const journal::MailboxRow& mailbox, Rows rows) {
  const auto without_uid =
      static_cast<std::size_t>(std::erase_if(rows, [](const auto& row) { return !row.uid; }));
  Result<MailboxRemoval> removal =
      MailboxRemoval::open(connection, context.journal, mailbox, RemovalAccess::Change);
  if (!removal) {
    return fail(removal.error());
  }
  if (removal->obstacle()) {
    list(context, mailbox, "vanished-kept", "the server lets nothing be removed from this mailbox");
    return removal->finish();
  }
  const Result<Found> found = removal->look_at(uids_of(rows));
  if (!found) {
    return fail(found.error());
  }
  Rows ours;
  Rows gone;
  std::size_t kept = without_uid;
  for (const journal::MessageRow& row : rows) {
    const auto there = found->find(*row.uid);
    if (there == found->end()) {
      gone.push_back(row);
    } else if (is_same_message(row, there->second)) {
      ours.push_back(row);
    } else {
      ++kept;
    }
  }
  Result<void> done = gone.empty() ? Result<void>() : forget_all(context, gone);
  if (done && !ours.empty()) {
    done = remove(*removal, context, mailbox, ours);
  }
  if (kept != 0) {
    list(context, mailbox, "vanished-kept",
         fmt::format("{} messages that are gone from the source cannot be told for certain here "
                     "and were not removed",
                     kept));
  }
  return done ? removal->finish() : done;
}

/// The connection may have been lost while some were removed: what is left of that is put right,
/// and those that are gone are forgotten.
Result<void> recover(ServerConnection& connection, UploadContext& context,
                     const std::vector<journal::MailboxRow>& mailboxes) {
  std::vector<journal::MessageId> open;
  for (const journal::MailboxRow& mailbox : mailboxes) {
    const Result<Rows> rows =
        context.journal.messages_in_state(mailbox.id, journal::State::Removing);
    if (!rows) {
      return fail(rows.error());
    }
    for (const journal::MessageRow& row : *rows) {
      if (row.vanished != 0) {
        open.push_back(row.id);
      }
    }
  }
  const Result<std::uint64_t> removed = recover_removals(connection, context.journal, mailboxes);
  Result<void> done = removed ? context.journal.begin() : fail(removed.error());
  for (const journal::MessageId id : open) {
    const auto row = done ? context.journal.message(id) : fail(done.error());
    if (!row) {
      return fail(row.error());
    }
    if (*row && (*row)->state == journal::State::Unsent) {
      ++context.summary.messages.removed;
      done = context.journal.forget(id);
    }
  }
  return done ? context.journal.commit(now_seconds()) : done;
}

}  // namespace

std::uint64_t removal_limit(std::uint64_t stored, std::optional<std::uint64_t> max_vanished) {
  constexpr std::uint64_t kAlwaysAllowed = 50;
  constexpr std::uint64_t kTenth = 10;
  return max_vanished.value_or(std::max(kAlwaysAllowed, stored / kTenth));
}

Result<void> remove_vanished(ServerConnection& connection, UploadContext& context) {
  if (const Result<void> read = read_left_out(context); !read) {
    return read;
  }
  const Result<std::vector<journal::MailboxRow>> mailboxes = mailboxes_on_server(context);
  if (!mailboxes) {
    return fail(mailboxes.error());
  }
  if (const Result<void> recovered = recover(connection, context, *mailboxes); !recovered) {
    return recovered;
  }
  for (const journal::MailboxRow& mailbox : *mailboxes) {
    Result<Rows> rows = choose(context, mailbox);
    if (!rows) {
      return fail(rows.error());
    }
    if (rows->empty()) {
      continue;
    }
    if (const Result<void> done = remove_in_mailbox(connection, context, mailbox, std::move(*rows));
        !done) {
      return done;
    }
  }
  return {};
}

Result<void> pretend_to_remove_vanished(UploadContext& context) {
  if (const Result<void> read = read_left_out(context); !read) {
    return read;
  }
  const Result<std::vector<journal::MailboxRow>> mailboxes = context.journal.mailboxes();
  if (!mailboxes) {
    return fail(mailboxes.error());
  }
  for (const journal::MailboxRow& mailbox : *mailboxes) {
    const Result<Rows> rows = choose(context, mailbox);
    if (!rows) {
      return fail(rows.error());
    }
    context.summary.messages.removed += rows->size();
  }
  return {};
}

}  // namespace mailhaul::migrate
