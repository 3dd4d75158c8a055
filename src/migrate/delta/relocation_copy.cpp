/// How messages go to another mailbox of a server without MOVE: copy, find the copy, remove the
/// original as a rollback would.
#include "migrate/delta/known_mailbox.hpp"
#include "migrate/delta/relocation_batch.hpp"
#include "migrate/locate/locate.hpp"
#include "migrate/removal/mailbox_removal.hpp"
#include "migrate/server/verdict.hpp"

#include <algorithm>
#include <utility>

#include <mailhaul/base/wall_clock.hpp>

namespace mailhaul::migrate {

Result<void> RelocationBatch::copy(const Pending& messages, bool doubt_is_over) {
  Pending in_doubt;
  Pending waiting;
  for (const PendingRelocation* message : messages) {
    (message->relocation.uid_next ? in_doubt : waiting).push_back(message);
  }
  if (!in_doubt.empty()) {
    const Result<Pending> unseen = find_copies(in_doubt);
    if (!unseen) {
      return fail(unseen.error());
    }
    if (doubt_is_over) {
      waiting.insert(waiting.end(), unseen->begin(), unseen->end());
    }
  }
  if (waiting.empty()) {
    return {};
  }
  std::ranges::sort(waiting, {}, [](const PendingRelocation* each) { return *each->row.uid; });
  const Result<bool> selected = select_former(waiting);
  if (!selected || !*selected) {
    return selected ? Result<void>() : fail(selected.error());
  }
  const Result<Pending> ready = sort_out(waiting);
  if (!ready || ready->empty()) {
    return ready ? leave_mailbox(*connection_) : fail(ready.error());
  }
  return copy_ready(*ready);
}

/// A refused COPY leaves nothing behind (RFC 3501 section 6.4.7).
Result<void> RelocationBatch::copy_ready(const Pending& messages) {
  const Result<std::uint32_t> uid_next = journal_start(messages);
  if (!uid_next) {
    return fail(uid_next.error());
  }
  imap::SequenceSet uids;
  for (const PendingRelocation* message : messages) {
    uids.add(*message->row.uid);
  }
  Result<imap::Command> command = imap::Command::uid_copy(uids, to_->name);
  if (!command) {
    return fail(command.error());
  }
  context_->last_copy = now_seconds();
  const Result<Reply> reply = connection_->run(std::move(*command));
  if (!reply) {
    return fail(reply.error());
  }
  if (reply->completion.status != imap::Status::Ok) {
    const Result<std::string> refusal = explain_refusal(reply->completion, connection_->profile());
    return refusal ? start_anew(messages, *refusal) : fail(refusal.error());
  }
  if (const imap::CopyUid* code = copy_uid_of(*reply);
      code != nullptr && code->uid_validity == to_->uidvalidity) {
    return journal_copies(messages, *code);
  }
  std::vector<PendingRelocation> started;
  for (const PendingRelocation* message : messages) {
    started.push_back(*message);
    started.back().relocation.uid_next = *uid_next;
  }
  Pending copied;
  for (const PendingRelocation& message : started) {
    copied.push_back(&message);
  }
  const Result<Pending> unseen = find_copies(copied);
  if (!unseen) {
    return fail(unseen.error());
  }
  leave(*unseen, "the server does not show their copies yet");
  return {};
}

/// Looks for the messages at or above the UIDNEXT of before the COPY. Gives those that are not
/// there.
Result<RelocationBatch::Pending> RelocationBatch::find_copies(const Pending& messages) {
  std::uint32_t from = *messages.front()->relocation.uid_next;
  for (const PendingRelocation* message : messages) {
    from = std::min(from, *message->relocation.uid_next);
  }
  const Result<std::vector<std::uint32_t>> known = context_->journal.known_uids(to_->id, from);
  if (!known) {
    return fail(known.error());
  }
  if (const Result<Reply> selected = select_mailbox(*connection_, to_->name, false); !selected) {
    return fail(selected.error());
  }
  Result<std::vector<ServerMessage>> found =
      fetch_messages(*connection_, imap::SequenceSet(from, imap::kStar));
  if (!found) {
    return fail(found.error());
  }
  std::ranges::sort(*found, {}, &ServerMessage::uid);
  std::erase_if(*found, [&](const ServerMessage& each) {
    return each.uid < from || std::ranges::binary_search(*known, each.uid);
  });
  imap::CopyUid uids{.uid_validity = to_->uidvalidity};
  Pending seen;
  Pending unseen;
  for (const PendingRelocation* message : messages) {
    const auto copy = std::ranges::find_if(*found, [&](const ServerMessage& each) {
      return each.uid >= *message->relocation.uid_next && is_same_message(message->row, each);
    });
    if (copy == found->end()) {
      unseen.push_back(message);
      continue;
    }
    uids.source.add(*message->row.uid);
    uids.destination.add(copy->uid);
    seen.push_back(message);
    found->erase(copy);
  }
  Result<void> done = journal_copies(seen, uids);
  if (done) {
    done = leave_mailbox(*connection_);
  }
  return done ? Result<Pending>(std::move(unseen)) : fail(done.error());
}

Result<void> RelocationBatch::journal_copies(const Pending& messages, const imap::CopyUid& uids) {
  Result<void> done = context_->journal.begin();
  for (const PendingRelocation* message : messages) {
    const std::optional<std::uint32_t> uid = uid_after(&uids, *message->row.uid, to_->uidvalidity);
    if (!uid) {
      // RFC 4315 section 3 names every message that was copied; this one was not there any more.
      done = done ? context_->journal.set_gone(message->row.id) : done;
      done = done ? context_->journal.drop_relocation(message->row.id) : done;
      continue;
    }
    copied_.push_back({.row = message->row, .uid = *uid});
    if (done) {
      done = context_->journal.put_relocation(
          {.message = message->row.id, .mailbox = to_->id, .uid_next = uid, .uid = uid});
    }
  }
  return done ? context_->journal.commit(now_seconds()) : done;
}

/// Their originals lost their UIDs with the former mailbox and were not found in the one that the
/// server made in its place.
Result<void> RelocationBatch::take_copies(const Pending& messages) {
  if (messages.empty()) {
    return {};
  }
  Result<void> done = context_->journal.begin();
  for (const PendingRelocation* message : messages) {
    done = done ? context_->journal.set_place(message->row.id, to_->id, message->relocation.uid)
                : done;
    done = done ? context_->journal.drop_relocation(message->row.id) : done;
  }
  return done ? context_->journal.commit(now_seconds()) : done;
}

Result<void> RelocationBatch::remove_originals() {
  if (copied_.empty()) {
    return {};
  }
  if (!is_on_server(*context_, from_->name)) {
    return journal_removed({});
  }
  Result<MailboxRemoval> removal =
      MailboxRemoval::open(*connection_, context_->journal, *from_, RemovalAccess::Change);
  if (!removal) {
    return fail(removal.error());
  }
  if (removal->obstacle() == RemovalObstacle::AnotherGeneration) {
    // The originals went with the former mailbox.
    const Result<void> done = removal->finish();
    return done ? journal_removed({}) : done;
  }
  std::vector<std::uint32_t> uids;
  uids.reserve(copied_.size());
  for (const Copied& copied : copied_) {
    uids.push_back(*copied.row.uid);
  }
  std::ranges::sort(uids);
  const Result<Found> found = removal->look_at(uids);
  if (!found) {
    return fail(found.error());
  }
  std::vector<std::uint32_t> kept = still_ours(*found);
  if (!kept.empty() && !removal->obstacle()) {
    const Result<std::vector<std::uint32_t>> gone = removal->expunge(kept);
    if (gone) {
      std::erase_if(
          kept, [&](std::uint32_t uid) { return std::ranges::find(*gone, uid) != gone->end(); });
    } else if (gone.error().kind != ErrorKind::Refused) {
      return fail(gone.error());
    }
  }
  Result<void> done = removal->finish();
  return done ? journal_removed(kept) : done;
}

/// Ascending; what its owner removed or replaced meanwhile is not ours to remove.
std::vector<std::uint32_t> RelocationBatch::still_ours(const Found& found) const {
  std::vector<std::uint32_t> uids;
  for (const Copied& copied : copied_) {
    const auto there = found.find(*copied.row.uid);
    if (there != found.end() && is_same_message(copied.row, there->second)) {
      uids.push_back(*copied.row.uid);
    }
  }
  std::ranges::sort(uids);
  return uids;
}

/// All but those that were `kept` are in their new place alone.
Result<void> RelocationBatch::journal_removed(const std::vector<std::uint32_t>& kept) {
  Result<void> done = context_->journal.begin();
  for (const Copied& copied : copied_) {
    if (std::ranges::binary_search(kept, *copied.row.uid)) {
      continue;
    }
    done = done ? context_->journal.set_place(copied.row.id, to_->id, copied.uid) : done;
    done = done ? context_->journal.drop_relocation(copied.row.id) : done;
  }
  if (!kept.empty()) {
    leave_originals(kept.size());
  }
  return done ? context_->journal.commit(now_seconds()) : done;
}

}  // namespace mailhaul::migrate
