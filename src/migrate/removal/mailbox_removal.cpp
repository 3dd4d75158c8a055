#include "migrate/removal/mailbox_removal.hpp"

#include "migrate/locate/locate.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include <mailhaul/base/wall_clock.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

/// How often other people's new marks are taken off before a mailbox is left alone.
constexpr int kSparingAttempts = 3;

std::vector<imap::SequenceSet> in_batches(std::span<const std::uint32_t> uids) {
  std::vector<imap::SequenceSet> batches;
  for (std::size_t i = 0; i < uids.size(); ++i) {
    if (i % kRemovalBatch == 0) {
      batches.emplace_back();
    }
    batches.back().add(uids[i]);
  }
  return batches;
}

Error marks_stay(const std::string& mailbox) {
  return {.kind = ErrorKind::Refused,
          .text =
              "messages that are not ours are marked as deleted, and the server does not let "
              "the mark be taken off; an EXPUNGE would remove them as well",
          .where = text::escape_for_display(mailbox),
          .hint =
              "Remove them or their marks with a mail program, then run the same command "
              "again."};
}

}  // namespace

Result<MailboxRemoval> MailboxRemoval::open(ServerConnection& connection, journal::Journal& journal,
                                            const journal::MailboxRow& mailbox,
                                            RemovalAccess access) {
  MailboxRemoval removal(connection, journal, mailbox);
  if (const Result<void> selected = removal.select(access); !selected) {
    return fail(selected.error());
  }
  if (!removal.obstacle_ && access == RemovalAccess::Change) {
    if (const Result<void> done = removal.put_marks_back(); !done) {
      return fail(done.error());
    }
  }
  return removal;
}

Result<void> MailboxRemoval::select(RemovalAccess access) {
  const Result<Reply> selected =
      select_mailbox(*connection_, mailbox_.name, access == RemovalAccess::Change);
  if (!selected) {
    return fail(selected.error());
  }
  if (uid_validity_of(*selected) != mailbox_.uidvalidity) {
    obstacle_ = RemovalObstacle::AnotherGeneration;
  } else if (access == RemovalAccess::Change &&
             selected->completion.text.is(imap::PlainCode::ReadOnly)) {
    obstacle_ = RemovalObstacle::ReadOnly;
  }
  return {};
}

Result<std::unordered_map<std::uint32_t, ServerMessage>> MailboxRemoval::look_at(
    std::span<const std::uint32_t> uids) {
  std::unordered_map<std::uint32_t, ServerMessage> found;
  for (const imap::SequenceSet& batch : in_batches(uids)) {
    const Result<std::vector<ServerMessage>> messages = fetch_messages(*connection_, batch);
    if (!messages) {
      return fail(messages.error());
    }
    for (const ServerMessage& message : *messages) {
      found.emplace(message.uid, message);
    }
  }
  return found;
}

Result<std::vector<std::uint32_t>> MailboxRemoval::expunge(std::span<const std::uint32_t> uids) {
  const bool by_uid = connection_->capabilities().has("UIDPLUS");
  Result<void> ready = by_uid ? Result<void>() : spare_others(uids);
  if (ready) {
    ready = set_deleted(uids, true);
  }
  if (ready && !by_uid) {
    // What others marked in the meantime.
    ready = spare_others(uids);
    if (!ready && ready.error().kind == ErrorKind::Refused) {
      if (const Result<void> unmarked = unmark(uids); !unmarked) {
        return fail(unmarked.error());
      }
    }
  }
  if (!ready) {
    return fail(ready.error());
  }
  for (const imap::SequenceSet& batch : in_batches(uids)) {
    Result<imap::Command> command =
        by_uid ? imap::Command::uid_expunge(batch) : imap::Command::expunge();
    if (!command) {
      return fail(command.error());
    }
    if (const Result<Reply> reply = connection_->run_or_fail(std::move(*command)); !reply) {
      return fail(reply.error());
    }
    if (!by_uid) {
      break;
    }
  }
  const auto left = look_at(uids);
  if (!left) {
    return fail(left.error());
  }
  std::vector<std::uint32_t> gone;
  std::ranges::copy_if(uids, std::back_inserter(gone),
                       [&](std::uint32_t uid) { return !left->contains(uid); });
  return gone;
}

Result<void> MailboxRemoval::unmark(std::span<const std::uint32_t> uids) {
  return set_deleted(uids, false);
}

Result<void> MailboxRemoval::set_deleted(std::span<const std::uint32_t> uids, bool deleted) {
  for (const imap::SequenceSet& batch : in_batches(uids)) {
    Result<imap::Command> command = imap::Command::uid_store(
        batch, deleted ? imap::StoreAction::Add : imap::StoreAction::Remove,
        imap::FlagSet{imap::SystemFlag::Deleted});
    if (!command) {
      return fail(command.error());
    }
    if (const Result<Reply> reply = connection_->run_or_fail(std::move(*command)); !reply) {
      return fail(reply.error());
    }
  }
  return {};
}

Result<std::vector<std::uint32_t>> MailboxRemoval::find_deleted() {
  Result<imap::Command> command = imap::Command::uid_search({.key = imap::SearchKey::Deleted});
  if (!command) {
    return fail(command.error());
  }
  const Result<Reply> reply = connection_->run_or_fail(std::move(*command));
  if (!reply) {
    return fail(reply.error());
  }
  std::vector<std::uint32_t> uids;
  for (const imap::UntaggedData& data : reply->data) {
    const auto* found = std::get_if<imap::SearchData>(&data);
    if (found == nullptr) {
      continue;
    }
    for (const imap::SequenceRange& range : found->numbers.ranges()) {
      for (std::uint64_t uid = range.first; uid <= range.last; ++uid) {
        uids.push_back(static_cast<std::uint32_t>(uid));
      }
    }
  }
  std::ranges::sort(uids);
  return uids;
}

/// Takes off every mark that is not on one of ours, after the journal knows it.
Result<void> MailboxRemoval::spare_others(std::span<const std::uint32_t> ours) {
  for (int attempt = 0; attempt <= kSparingAttempts; ++attempt) {
    Result<std::vector<std::uint32_t>> marked = find_deleted();
    if (!marked) {
      return fail(marked.error());
    }
    std::erase_if(*marked,
                  [&](std::uint32_t uid) { return std::ranges::binary_search(ours, uid); });
    if (marked->empty()) {
      return {};
    }
    if (attempt == kSparingAttempts) {
      break;
    }
    Result<void> done = note_foreign(*marked);
    if (done) {
      done = set_deleted(*marked, false);
    }
    if (!done && done.error().kind != ErrorKind::Refused) {
      return done;
    }
  }
  return fail(marks_stay(mailbox_.name));
}

Result<void> MailboxRemoval::note_foreign(std::span<const std::uint32_t> uids) {
  Result<void> done = journal_->begin();
  for (const std::uint32_t uid : uids) {
    if (done) {
      done = journal_->add_foreign_mark(mailbox_.id, uid);
    }
  }
  return done ? journal_->commit(now_seconds()) : done;
}

Result<void> MailboxRemoval::put_marks_back() {
  const Result<std::vector<std::uint32_t>> marks = journal_->foreign_marks(mailbox_.id);
  if (!marks || marks->empty()) {
    return marks ? Result<void>() : fail(marks.error());
  }
  Result<void> done = set_deleted(*marks, true);
  if (done) {
    done = journal_->begin();
  }
  if (done) {
    done = journal_->drop_foreign_marks(mailbox_.id);
  }
  return done ? journal_->commit(now_seconds()) : done;
}

Result<void> MailboxRemoval::finish() {
  if (!obstacle_) {
    if (const Result<void> done = put_marks_back(); !done) {
      return done;
    }
  }
  return leave_mailbox(*connection_);
}

}  // namespace mailhaul::migrate
