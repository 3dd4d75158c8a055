#include "migrate/rollback/message_rollback.hpp"

#include "migrate/locate/bind_rows.hpp"
#include "migrate/removal/recovery.hpp"
#include "migrate/rollback/row_states.hpp"
#include "migrate/server/server_link.hpp"

#include <algorithm>
#include <unordered_set>

#include <mailhaul/base/wall_clock.hpp>

namespace mailhaul::migrate {
namespace {

constexpr std::string_view kAnotherMessage = "another message is in its place now; it was kept";
constexpr std::string_view kUnreadable =
    "the server does not show what is in its place so that it can be read; it was kept";
constexpr std::string_view kAnotherGeneration =
    "the mailbox was made anew on the server, so that nobody can tell which message it is; run "
    "mailhaul upload, which looks for it, then roll back again";
constexpr std::string_view kReadOnly =
    "the server does not let anything in this mailbox be changed";
constexpr std::string_view kAmbiguous = "several messages could be it; all were kept";

std::vector<std::uint32_t> uids_of(const std::vector<journal::MessageRow>& rows) {
  std::vector<std::uint32_t> uids;
  uids.reserve(rows.size());
  for (const journal::MessageRow& row : rows) {
    uids.push_back(*row.uid);
  }
  return uids;
}

/// Somebody read it since it was uploaded.
bool was_read(const journal::MessageRow& row, const ServerMessage& message) {
  const std::uint32_t ours = row.flags_set | row.flags_wanted;
  return (message.flags & ~ours & journal::flag::kSeen) != 0;
}

bool is_ours(const journal::MessageRow& row) {
  return row.origin == journal::Origin::Uploaded;
}

}  // namespace

Result<void> MessageRollback::run(ServerConnection& connection) {
  if (const Result<void> recovered = recover(connection); !recovered) {
    return recovered;
  }
  const Result<bool> untouchable = is_untouchable(connection);
  if (!untouchable || *untouchable) {
    return untouchable ? Result<void>() : fail(untouchable.error());
  }
  if (!is_bound_) {
    if (const Result<void> bound = bind(connection); !bound) {
      return bound;
    }
    is_bound_ = true;
  }
  if (is_refused()) {
    return {};
  }
  Result<MailboxRemoval> removal =
      MailboxRemoval::open(connection, context_->journal, mailbox_,
                           context_->options.dry_run ? RemovalAccess::Look : RemovalAccess::Change);
  if (!removal) {
    return fail(removal.error());
  }
  while (!is_refused()) {
    if (context_->stop_requested()) {
      return fail(interrupted());
    }
    const auto rows = context_->journal.stored_above(mailbox_.id, cursor_, kRemovalBatch);
    if (!rows) {
      return fail(rows.error());
    }
    if (rows->empty()) {
      break;
    }
    if (const Result<void> done = remove_batch(connection, *removal, *rows); !done) {
      return done;
    }
    cursor_ = *rows->back().uid;
    context_->observer.progress(context_->progress);
  }
  // What was refused has been recovered, which has left the mailbox.
  return is_refused() ? Result<void>() : removal->finish();
}

/// What this run or an earlier one began here and could not end.
Result<void> MessageRollback::recover(ServerConnection& connection) {
  if (context_->options.dry_run) {
    return restore_for_the_look();
  }
  const Result<std::uint64_t> removed =
      recover_removals(connection, context_->journal, std::span(&mailbox_, 1));
  if (!removed) {
    return fail(removed.error());
  }
  context_->summary.messages.removed += *removed;
  context_->totals_of(mailbox_.name).removed += *removed;
  return {};
}

/// A look is taken at messages that an interrupted run was removing as at all others.
Result<void> MessageRollback::restore_for_the_look() {
  const auto rows = context_->journal.messages_in_state(mailbox_.id, journal::State::Removing);
  if (!rows) {
    return fail(rows.error());
  }
  return write_group(context_->journal, *rows, [&](const journal::MessageRow& row) {
    return context_->journal.set_stored(row.id, row.uid, row.flags_set);
  });
}

Result<bool> MessageRollback::is_untouchable(ServerConnection& connection) {
  Result<MailboxRemoval> removal =
      MailboxRemoval::open(connection, context_->journal, mailbox_,
                           context_->options.dry_run ? RemovalAccess::Look : RemovalAccess::Change);
  if (!removal) {
    return fail(removal.error());
  }
  const std::optional<RemovalObstacle> obstacle = removal->obstacle();
  Result<void> done = removal->finish();
  if (done && obstacle) {
    done = keep_everything(*obstacle);
  }
  return done ? Result<bool>(obstacle.has_value()) : fail(done.error());
}

bool MessageRollback::is_refused() const {
  return context_->refused.contains(mailbox_.id);
}

Result<void> MessageRollback::keep_everything(RemovalObstacle obstacle) {
  const std::string_view why =
      obstacle == RemovalObstacle::ReadOnly ? kReadOnly : kAnotherGeneration;
  if (const Result<void> kept = keep_unbound(why); !kept) {
    return kept;
  }
  for (;;) {
    const auto rows = context_->journal.stored_above(mailbox_.id, cursor_, kRemovalBatch);
    if (!rows || rows->empty()) {
      return rows ? Result<void>() : fail(rows.error());
    }
    for (const journal::MessageRow& row : *rows) {
      if (is_ours(row)) {
        context_->kept_changed(row, why);
      }
    }
    cursor_ = *rows->back().uid;
  }
}

/// What was stored, or may have been, under a UID that the journal does not know.
Result<void> MessageRollback::keep_unbound(std::string_view why) {
  const auto stored = context_->journal.stored_without_uid(mailbox_.id);
  const auto unknown = context_->journal.messages_in_state(mailbox_.id, journal::State::Unknown);
  if (!stored || !unknown) {
    return fail(!stored ? stored.error() : unknown.error());
  }
  for (const journal::MessageRow& row : *stored) {
    if (is_ours(row)) {
      context_->kept_changed(row, why);
    }
  }
  std::ranges::for_each(*unknown,
                        [&](const journal::MessageRow& row) { context_->unknown(row, why); });
  return {};
}

Result<void> MessageRollback::bind(ServerConnection& connection) {
  const Result<std::vector<UnboundRow>> left = bind_rows(connection, context_->journal, mailbox_);
  if (!left) {
    return fail(left.error());
  }
  Rows gone;
  Rows never_stored;
  for (const UnboundRow& unbound : *left) {
    const bool is_unknown = unbound.row.state == journal::State::Unknown;
    if (context_->is_settled(unbound.row) || !is_ours(unbound.row)) {
      continue;
    }
    if (unbound.is_ambiguous && is_unknown && unseen_ == UnseenRows::GiveUp) {
      context_->unknown(unbound.row, kAmbiguous);
    } else if (unbound.is_ambiguous && !is_unknown) {
      context_->kept_changed(unbound.row, kAmbiguous);
    } else if (!unbound.is_ambiguous && !is_unknown) {
      gone.push_back(unbound.row);
    } else if (!unbound.is_ambiguous && is_unknown && unseen_ == UnseenRows::GiveUp) {
      never_stored.push_back(unbound.row);
    }
  }
  const Result<void> done = write_group(
      context_->journal, never_stored,
      [&](const journal::MessageRow& row) { return context_->journal.set_removed(row.id); });
  return done ? record_gone(gone) : done;
}

Result<void> MessageRollback::remove_batch(ServerConnection& connection, MailboxRemoval& removal,
                                           const Rows& batch) {
  Rows rows;
  std::ranges::copy_if(batch, std::back_inserter(rows), [&](const journal::MessageRow& row) {
    return is_ours(row) && !context_->is_settled(row);
  });
  const auto found = removal.look_at(uids_of(rows));
  if (!found) {
    return fail(found.error());
  }
  Rows gone;
  Rows unreadable;
  Rows changed;
  Rows read;
  Rows doomed;
  for (const journal::MessageRow& row : rows) {
    const auto message = found->find(*row.uid);
    if (message == found->end()) {
      gone.push_back(row);
    } else if (!is_readable(message->second)) {
      unreadable.push_back(row);
    } else if (!is_same_message(row, message->second)) {
      changed.push_back(row);
    } else if (context_->options.keep_read && was_read(row, message->second)) {
      read.push_back(row);
    } else {
      doomed.push_back(row);
    }
  }
  if (const Result<void> done = record_gone(gone); !done) {
    return done;
  }
  Result<void> done = expunge(removal, doomed);
  if (!done && done.error().kind != ErrorKind::Refused) {
    return done;  // the batch is looked at again on another connection
  }
  for (const journal::MessageRow& row : unreadable) {
    context_->kept_changed(row, kUnreadable);
  }
  for (const journal::MessageRow& row : changed) {
    context_->kept_changed(row, kAnotherMessage);
  }
  std::ranges::for_each(read, [&](const journal::MessageRow& row) { context_->kept_read(row); });
  if (done) {
    return done;
  }
  // Nothing more is tried here; what is still there is stored as before.
  context_->refuse(mailbox_, "removal-refused", done.error());
  return recover(connection);
}

Result<void> MessageRollback::expunge(MailboxRemoval& removal, const Rows& doomed) {
  if (doomed.empty() || context_->options.dry_run) {
    std::ranges::for_each(doomed, [&](const journal::MessageRow& row) { context_->removed(row); });
    return {};
  }
  if (const Result<void> intended = write_group(
          context_->journal, doomed,
          [&](const journal::MessageRow& row) { return context_->journal.set_removing(row.id); });
      !intended) {
    return intended;
  }
  const Result<std::vector<std::uint32_t>> expunged = removal.expunge(uids_of(doomed));
  if (!expunged) {
    return fail(expunged.error());
  }
  const std::unordered_set<std::uint32_t> removed(expunged->begin(), expunged->end());
  Result<void> done = write_group(context_->journal, doomed, [&](const journal::MessageRow& row) {
    return removed.contains(*row.uid)
               ? set_removed_here(*context_, row)
               : context_->journal.set_stored(row.id, row.uid, row.flags_set);
  });
  if (!done) {
    return done;
  }
  for (const journal::MessageRow& row : doomed) {
    if (removed.contains(*row.uid)) {
      context_->removed(row);
    } else {
      context_->kept_by_server(row);
    }
  }
  return {};
}

Result<void> MessageRollback::record_gone(const Rows& gone) {
  const Result<void> done =
      write_group(context_->journal, gone,
                  [&](const journal::MessageRow& row) { return set_gone_here(*context_, row); });
  if (done) {
    std::ranges::for_each(gone,
                          [&](const journal::MessageRow& row) { context_->already_gone(row); });
  }
  return done;
}

Result<void> roll_back_missing_mailbox(RollbackContext& context,
                                       const journal::MailboxRow& mailbox) {
  std::vector<journal::MessageRow> gone;
  std::vector<journal::MessageRow> unknown;
  for (const journal::State state :
       {journal::State::Stored, journal::State::Removing, journal::State::Unknown}) {
    const auto rows = context.journal.messages_in_state(mailbox.id, state);
    if (!rows) {
      return fail(rows.error());
    }
    std::ranges::copy_if(
        *rows, std::back_inserter(state == journal::State::Unknown ? unknown : gone), is_ours);
  }
  // They may never have arrived, so that nobody removed them.
  Result<void> done = write_group(context.journal, unknown, [&](const journal::MessageRow& row) {
    return context.journal.set_removed(row.id);
  });
  if (done) {
    done = write_group(context.journal, gone,
                       [&](const journal::MessageRow& row) { return set_gone_here(context, row); });
  }
  if (!done) {
    return done;
  }
  std::ranges::for_each(gone, [&](const journal::MessageRow& row) { context.already_gone(row); });
  return context.journal.drop_foreign_marks(mailbox.id);
}

}  // namespace mailhaul::migrate
