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

Error marks_unknown(const std::string& mailbox) {
  return {.kind = ErrorKind::Refused,
          .text =
              "the server does not say, or not in words that can be understood, which messages "
              "are marked as deleted; an EXPUNGE could remove messages that are not ours",
          .where = text::escape_for_display(mailbox)};
}

Error marks_missing(const std::string& mailbox) {
  return {.kind = ErrorKind::Refused,
          .text =
              "the server does not name all the messages that were just marked as deleted, so "
              "that nobody can tell what an EXPUNGE would remove",
          .where = text::escape_for_display(mailbox),
          .hint = "Run the same command again."};
}

/// What UID FETCH shows.
struct Shown {
  std::unordered_map<std::uint32_t, ServerMessage> messages;
  /// Something in an answer could not be read, and may be of any message that is not shown.
  bool has_unreadable = false;
};

void add_message(const imap::FetchData& fetched, bool is_unasked, Shown& shown) {
  const std::optional<ServerMessage> message = read_server_message(fetched);
  if (!message) {
    shown.has_unreadable |= !is_unasked;
    return;
  }
  ServerMessage& known = shown.messages.emplace(message->uid, *message).first->second;
  if (!is_readable(known)) {
    known = *message;
  }
}

Result<void> show(ServerConnection& connection, std::span<const std::uint32_t> uids,
                  const imap::FetchItems& items, Shown& shown) {
  for (const imap::SequenceSet& batch : in_batches(uids)) {
    Result<imap::Command> command = imap::Command::uid_fetch(batch, items);
    if (!command) {
      return fail(command.error());
    }
    const Result<Reply> reply = connection.run_or_fail(std::move(*command));
    if (!reply) {
      return fail(reply.error());
    }
    for (const imap::UntaggedData& data : reply->data) {
      shown.has_unreadable |= std::holds_alternative<imap::MalformedData>(data);
      if (const auto* fetched = std::get_if<imap::FetchData>(&data)) {
        // Flag changes come without a UID, and without being asked for.
        const bool is_unasked = fetched->sections.empty() && !items.header_fields.empty();
        add_message(*fetched, is_unasked, shown);
      }
    }
  }
  return {};
}

/// The one answer to a UID SEARCH; nullptr if there is none, or anything that may be part of it.
const imap::SearchData* only_answer(const Reply& reply) {
  const imap::SearchData* answer = nullptr;
  for (const imap::UntaggedData& data : reply.data) {
    const auto* found = std::get_if<imap::SearchData>(&data);
    const bool is_second = found != nullptr && answer != nullptr;
    if (is_second || std::holds_alternative<imap::MalformedData>(data)) {
      return nullptr;
    }
    answer = found == nullptr ? answer : found;
  }
  return answer;
}

}  // namespace

bool is_readable(const ServerMessage& message) {
  return message.subject_hash != 0;
}

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
  auto found = fetch(uids);
  marked_before_.clear();
  if (found) {
    for (const auto& [uid, message] : *found) {
      if ((message.flags & journal::flag::kDeleted) != 0) {
        marked_before_.insert(uid);
      }
    }
  }
  return found;
}

Result<std::unordered_map<std::uint32_t, ServerMessage>> MailboxRemoval::fetch(
    std::span<const std::uint32_t> uids) {
  Shown shown;
  Result<void> done = show(*connection_, uids, server_message_items(), shown);
  if (done && shown.has_unreadable) {
    std::vector<std::uint32_t> missing;
    std::ranges::copy_if(uids, std::back_inserter(missing),
                         [&](std::uint32_t uid) { return !shown.messages.contains(uid); });
    // For so little that it can be read, as a rule.
    shown.has_unreadable = false;
    done = show(*connection_, missing, {.flags = true}, shown);
    if (shown.has_unreadable) {
      for (const std::uint32_t uid : missing) {
        shown.messages.emplace(uid, ServerMessage{.uid = uid});
      }
    }
  }
  return done ? std::move(shown.messages)
              : Result<std::unordered_map<std::uint32_t, ServerMessage>>(fail(done.error()));
}

Result<std::vector<std::uint32_t>> MailboxRemoval::expunge(std::span<const std::uint32_t> uids) {
  const bool by_uid = connection_->capabilities().has("UIDPLUS");
  if (!by_uid) {
    if (const Result<void> spared = spare_others(uids, OwnMarks::Some); !spared) {
      return fail(spared.error());
    }
  }
  Result<void> done = set_deleted(uids, true);
  if (done && !by_uid) {
    // What others marked in the meantime.
    done = spare_others(uids, OwnMarks::All);
  }
  if (done) {
    done = by_uid ? expunge_by_uid(uids) : expunge_marked();
  }
  if (!done) {
    if (done.error().kind == ErrorKind::Refused) {
      if (const Result<void> withdrawn = take_own_marks_off(uids); !withdrawn) {
        return fail(withdrawn.error());
      }
    }
    return fail(done.error());
  }
  const auto left = fetch(uids);
  if (!left) {
    return fail(left.error());
  }
  std::vector<std::uint32_t> gone;
  std::vector<std::uint32_t> kept;
  for (const std::uint32_t uid : uids) {
    (left->contains(uid) ? kept : gone).push_back(uid);
  }
  const Result<void> withdrawn = take_own_marks_off(kept);
  return withdrawn ? Result<std::vector<std::uint32_t>>(std::move(gone)) : fail(withdrawn.error());
}

Result<void> MailboxRemoval::expunge_by_uid(std::span<const std::uint32_t> uids) {
  for (const imap::SequenceSet& batch : in_batches(uids)) {
    Result<imap::Command> command = imap::Command::uid_expunge(batch);
    if (!command) {
      return fail(command.error());
    }
    if (const Result<Reply> reply = connection_->run_or_fail(std::move(*command)); !reply) {
      return fail(reply.error());
    }
  }
  return {};
}

Result<void> MailboxRemoval::expunge_marked() {
  Result<imap::Command> command = imap::Command::expunge();
  if (!command) {
    return fail(command.error());
  }
  const Result<Reply> reply = connection_->run_or_fail(std::move(*command));
  return reply ? Result<void>() : fail(reply.error());
}

/// Nobody else's EXPUNGE shall take what we marked and could not remove; what was marked before
/// stays so. As far as the server lets it be done.
Result<void> MailboxRemoval::take_own_marks_off(std::span<const std::uint32_t> uids) {
  std::vector<std::uint32_t> own;
  std::ranges::copy_if(uids, std::back_inserter(own),
                       [&](std::uint32_t uid) { return !marked_before_.contains(uid); });
  Result<void> done = unmark(own);
  return done || done.error().kind == ErrorKind::Refused ? Result<void>() : done;
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
  const imap::SearchData* answer = only_answer(*reply);
  if (answer == nullptr) {
    return fail(marks_unknown(mailbox_.name));
  }
  std::vector<std::uint32_t> uids;
  for (const imap::SequenceRange& range : answer->numbers.ranges()) {
    for (std::uint64_t uid = range.first; uid <= range.last; ++uid) {
      uids.push_back(static_cast<std::uint32_t>(uid));
    }
  }
  std::ranges::sort(uids);
  const auto repeated = std::ranges::unique(uids);
  uids.erase(repeated.begin(), repeated.end());
  return uids;
}

/// Takes off every mark that is not on one of ours, after the journal knows it.
Result<void> MailboxRemoval::spare_others(std::span<const std::uint32_t> ours, OwnMarks own) {
  for (int attempt = 0; attempt <= kSparingAttempts; ++attempt) {
    const Result<std::vector<std::uint32_t>> marked = find_deleted();
    if (!marked) {
      return fail(marked.error());
    }
    std::vector<std::uint32_t> foreign;
    std::ranges::set_difference(*marked, ours, std::back_inserter(foreign));
    if (foreign.empty()) {
      const bool is_as_expected = own == OwnMarks::Some || marked->size() == ours.size();
      if (own == OwnMarks::Some) {
        marked_before_.insert(marked->begin(), marked->end());
      }
      return is_as_expected ? Result<void>() : fail(marks_missing(mailbox_.name));
    }
    if (attempt == kSparingAttempts) {
      break;
    }
    Result<void> done = note_foreign(foreign);
    if (done) {
      done = set_deleted(foreign, false);
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
