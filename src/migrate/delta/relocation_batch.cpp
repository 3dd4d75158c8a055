#include "migrate/delta/relocation_batch.hpp"

#include "migrate/delta/known_mailbox.hpp"
#include "migrate/locate/locate.hpp"
#include "migrate/server/verdict.hpp"

#include <optional>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include <mailhaul/base/wall_clock.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

constexpr std::string_view kByHand = "what is wanted there has to be moved by hand";

}  // namespace

const imap::CopyUid* copy_uid_of(const Reply& reply) {
  if (const auto* code = std::get_if<imap::CopyUid>(&reply.completion.text.code)) {
    return code;
  }
  for (const imap::UntaggedData& data : reply.data) {
    const auto* status = std::get_if<imap::UntaggedStatus>(&data);
    const auto* code = status == nullptr ? nullptr : std::get_if<imap::CopyUid>(&status->text.code);
    if (code != nullptr) {
      return code;
    }
  }
  return nullptr;
}

std::optional<std::uint32_t> uid_after(const imap::CopyUid* uids, std::uint32_t before,
                                       std::uint32_t uidvalidity) {
  if (uids == nullptr || uids->uid_validity != uidvalidity) {
    return std::nullopt;
  }
  for (std::uint64_t i = 0; i < uids->source.count(); ++i) {
    if (uids->source.at(i) == before) {
      return uids->destination.at(i);
    }
  }
  return std::nullopt;
}

Result<void> RelocationBatch::run(std::span<const PendingRelocation> messages, bool doubt_is_over) {
  Pending waiting;
  Pending unbound;
  Pending alone;
  for (const PendingRelocation& message : messages) {
    if (message.relocation.uid && message.row.uid) {
      copied_.push_back({.row = message.row, .uid = *message.relocation.uid});
    } else if (message.relocation.uid) {
      alone.push_back(&message);
    } else {
      (message.row.uid ? waiting : unbound).push_back(&message);
    }
  }
  if (const Result<void> taken = take_copies(alone); !taken) {
    return taken;
  }
  leave(unbound, "the server did not say which messages they are");
  if (!is_on_server(*context_, to_->name)) {
    leave(waiting, "that mailbox cannot be used");
    return {};
  }
  Result<void> done;
  if (!waiting.empty()) {
    done = connection_->capabilities().has("MOVE") ? move(waiting) : copy(waiting, doubt_is_over);
  }
  return done ? remove_originals() : done;
}

Result<bool> RelocationBatch::select_former(const Pending& messages) {
  const Result<std::optional<Reply>> selected = select_known(*connection_, *context_, *from_);
  if (!selected || *selected) {
    return selected ? Result<bool>(true) : fail(selected.error());
  }
  const Result<void> done = give_up(messages);
  return done ? Result<bool>(false) : fail(done.error());
}

/// Their mailbox is not there any more, or is another one by its name. No later run would find it,
/// but one that was on its way may have arrived.
Result<void> RelocationBatch::give_up(const Pending& messages) {
  constexpr std::string_view kWhy =
      "they cannot be found, since the server made the mailbox anew or removed it";
  Pending on_the_way;
  Pending given_up;
  for (const PendingRelocation* message : messages) {
    (message->relocation.uid_next ? on_the_way : given_up).push_back(message);
  }
  leave(on_the_way, std::string(kWhy));
  leave(given_up, std::string(kWhy), kByHand);
  Result<void> done = context_->journal.begin();
  for (const PendingRelocation* message : given_up) {
    done = done ? context_->journal.drop_relocation(message->row.id) : done;
  }
  return done ? context_->journal.commit(now_seconds()) : done;
}

Result<RelocationBatch::Found> RelocationBatch::look_at(const Pending& messages) {
  imap::SequenceSet uids;
  for (const PendingRelocation* message : messages) {
    uids.add(*message->row.uid);
  }
  const Result<std::vector<ServerMessage>> fetched = fetch_messages(*connection_, uids);
  if (!fetched) {
    return fail(fetched.error());
  }
  Found found;
  for (const ServerMessage& message : *fetched) {
    found.emplace(message.uid, message);
  }
  return found;
}

/// Gives those that are still where the journal has them. Of the others, one that was being moved
/// has arrived, since MOVE takes each message or leaves it; else its owner removed it.
Result<RelocationBatch::Pending> RelocationBatch::sort_out(const Pending& messages) {
  const Result<Found> found = look_at(messages);
  if (!found) {
    return fail(found.error());
  }
  const bool may_have_moved = connection_->capabilities().has("MOVE");
  Pending ready;
  Pending changed;
  Result<void> done = context_->journal.begin();
  for (const PendingRelocation* message : messages) {
    const journal::MessageRow& row = message->row;
    const auto there = found->find(*row.uid);
    if (there != found->end() && is_same_message(row, there->second)) {
      ready.push_back(message);
      continue;
    }
    if (there != found->end()) {
      changed.push_back(message);
    } else if (done) {
      done = may_have_moved && message->relocation.uid_next
                 ? context_->journal.set_place(row.id, to_->id, std::nullopt)
                 : context_->journal.set_gone(row.id);
    }
    if (done) {
      done = context_->journal.drop_relocation(row.id);
    }
  }
  leave(changed, "the messages on the server are not what was uploaded", kByHand);
  if (done) {
    done = context_->journal.commit(now_seconds());
  }
  return done ? Result<Pending>(std::move(ready)) : fail(done.error());
}

/// From the next commit on the messages may be in the other mailbox, at or above the UIDNEXT that
/// this gives.
Result<std::uint32_t> RelocationBatch::journal_start(const Pending& messages) {
  Result<imap::Command> status = imap::Command::status(to_->name, {imap::StatusItem::UidNext});
  if (!status) {
    return fail(status.error());
  }
  const Result<Reply> reply = connection_->run_or_fail(std::move(*status));
  if (!reply) {
    return fail(reply.error());
  }
  std::uint32_t uid_next = 1;
  for (const imap::UntaggedData& data : reply->data) {
    if (const auto* found = std::get_if<imap::StatusData>(&data)) {
      uid_next = found->uid_next.value_or(uid_next);
    }
  }
  Result<void> done = context_->journal.begin();
  for (const PendingRelocation* message : messages) {
    if (done) {
      done = context_->journal.put_relocation(
          {.message = message->row.id, .mailbox = to_->id, .uid_next = uid_next});
    }
  }
  if (done) {
    done = context_->journal.commit(now_seconds());
  }
  return done ? Result<std::uint32_t>(uid_next) : fail(done.error());
}

Result<void> RelocationBatch::move(const Pending& messages) {
  const Result<bool> selected = select_former(messages);
  if (!selected || !*selected) {
    return selected ? Result<void>() : fail(selected.error());
  }
  const Result<Pending> ready = sort_out(messages);
  if (!ready) {
    return fail(ready.error());
  }
  if (!ready->empty()) {
    if (const Result<std::uint32_t> started = journal_start(*ready); !started) {
      return fail(started.error());
    }
    if (const Result<void> done = move_ready(*ready); !done) {
      return done;
    }
  }
  return leave_mailbox(*connection_);
}

Result<void> RelocationBatch::move_ready(const Pending& messages) {
  imap::SequenceSet uids;
  for (const PendingRelocation* message : messages) {
    uids.add(*message->row.uid);
  }
  Result<imap::Command> command = imap::Command::uid_move(uids, to_->name);
  if (!command) {
    return fail(command.error());
  }
  const Result<Reply> reply = connection_->run(std::move(*command));
  if (!reply) {
    return fail(reply.error());
  }
  if (reply->completion.status == imap::Status::Ok) {
    return journal_moved(messages, copy_uid_of(*reply));
  }
  const Result<std::string> refusal = explain_refusal(reply->completion, connection_->profile());
  return refusal ? journal_refused(messages, *refusal) : fail(refusal.error());
}

Result<void> RelocationBatch::journal_moved(const Pending& messages, const imap::CopyUid* uids) {
  Result<void> done = context_->journal.begin();
  for (const PendingRelocation* message : messages) {
    if (done) {
      done = context_->journal.set_place(message->row.id, to_->id,
                                         uid_after(uids, *message->row.uid, to_->uidvalidity));
    }
    if (done) {
      done = context_->journal.drop_relocation(message->row.id);
    }
  }
  return done ? context_->journal.commit(now_seconds()) : done;
}

/// Some may have been moved before the one that the server refused.
Result<void> RelocationBatch::journal_refused(const Pending& messages, const std::string& why) {
  const Result<Found> left = look_at(messages);
  if (!left) {
    return fail(left.error());
  }
  Pending moved;
  Pending refused;
  for (const PendingRelocation* message : messages) {
    (left->contains(*message->row.uid) ? refused : moved).push_back(message);
  }
  const Result<void> done = journal_moved(moved, nullptr);
  return done ? start_anew(refused, why) : done;
}

/// They are where they were for certain, and nothing is on its way.
Result<void> RelocationBatch::start_anew(const Pending& messages, const std::string& why) {
  leave(messages, why);
  Result<void> done = context_->journal.begin();
  for (const PendingRelocation* message : messages) {
    if (done) {
      done = context_->journal.put_relocation({.message = message->row.id, .mailbox = to_->id});
    }
  }
  return done ? context_->journal.commit(now_seconds()) : done;
}

void RelocationBatch::leave_originals(std::size_t count) {
  context_->add_attention(
      {.mailbox = from_->name,
       .kind = "not-moved",
       .text =
           fmt::format("messages were copied to {}, and the server does not let their originals "
                       "be removed here ({}); run the same command again",
                       text::escape_for_display(to_->name), count)});
}

void RelocationBatch::leave(const Pending& messages, const std::string& why,
                            std::string_view advice) {
  if (messages.empty()) {
    return;
  }
  context_->add_attention(
      {.mailbox = from_->name,
       .kind = "not-moved",
       .text = fmt::format("messages that went elsewhere at the source stay here and are not moved "
                           "to {} ({}): {}; {}",
                           text::escape_for_display(to_->name), messages.size(), why, advice)});
}

}  // namespace mailhaul::migrate
