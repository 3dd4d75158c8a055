#include "migrate/delta/flag_changes.hpp"

#include "migrate/delta/flag_merge.hpp"
#include "migrate/delta/known_mailbox.hpp"
#include "migrate/delta/moved_message.hpp"
#include "migrate/locate/locate.hpp"
#include "migrate/server/verdict.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include <mailhaul/base/wall_clock.hpp>
#include <mailhaul/migrate/flag_policy.hpp>

namespace mailhaul::migrate {
namespace {

constexpr std::size_t kFetchBatch = 500;

constexpr std::string_view kForwarded = "$Forwarded";

bool takes_keyword(const Reply& selected, std::string_view keyword, const UploadContext& context) {
  const imap::FlagSet* flags = permanent_flags_of(selected);
  return context.traits().accepts_keywords && flags != nullptr &&
         (flags->allows_new_keywords() || flags->has_keyword(keyword));
}

struct ChangedMessage {
  journal::MessageRow row;
  std::uint32_t now = 0;
};

using ByMailbox = std::map<journal::MailboxId, std::vector<ChangedMessage>>;

/// Those whose flags are still to be merged, with their rows as they are now.
Result<ByMailbox> read_changed(UploadContext& context) {
  ByMailbox changed;
  for (const SourceFlags& change : context.source_flags) {
    Result<std::optional<journal::MessageRow>> row = context.journal.message(change.message);
    if (!row) {
      return fail(row.error());
    }
    if (!*row || (*row)->state != journal::State::Stored || !(*row)->uid ||
        (*row)->flags_source == change.now) {
      continue;
    }
    changed[(*row)->mailbox].push_back({.row = std::move(**row), .now = change.now});
  }
  return changed;
}

/// Flag T came, and such messages lie in the server's deleted items. Or it went, and the message
/// may lie there since a run that was told so.
Result<void> follow_trashed(UploadContext& context, const ChangedMessage& message) {
  const std::uint32_t changed = message.row.flags_source ^ message.now;
  const bool is_trashed = (message.now & journal::flag::kDeleted) != 0;
  if ((changed & journal::flag::kDeleted) == 0 ||
      (is_trashed && context.trashed_policy() != target::TrashedPolicy::Move)) {
    return {};
  }
  const std::optional<journal::MailboxId> place =
      is_trashed ? std::optional(context.mailbox_ids.at(context.plan.trash_mailbox))
                 : context.mailbox_of(message.row.folder);
  return place ? relocate_later(context, message.row, *place) : Result<void>();
}

Result<void> merge(UploadContext& context, const ChangedMessage& message, std::uint32_t found,
                   bool takes_forwarded) {
  const journal::MessageRow& row = message.row;
  const std::uint32_t wanted =
      merge_flags({.source_before = row.flags_source,
                   .source_now = message.now,
                   .wanted = row.flags_wanted,
                   .given = row.flags_set,
                   .found = found},
                  {.trashed = context.trashed_policy(), .forwarded = takes_forwarded});
  if (wanted != row.flags_set && wanted != row.flags_wanted) {
    context.flags_to_carry.insert(row.id);
  }
  Result<void> done = context.journal.set_flags(row.id, wanted, row.flags_set);
  if (done) {
    done = follow_trashed(context, message);
  }
  return done ? context.journal.set_flags_source(row.id, message.now) : done;
}

using FlagsByUid = std::unordered_map<std::uint32_t, std::uint32_t>;

Result<FlagsByUid> fetch_flags(ServerConnection& connection,
                               std::span<const ChangedMessage> messages) {
  imap::SequenceSet uids;
  for (const ChangedMessage& message : messages) {
    uids.add(*message.row.uid);
  }
  Result<imap::Command> command = imap::Command::uid_fetch(uids, {.flags = true});
  if (!command) {
    return fail(command.error());
  }
  const Result<Reply> reply = connection.run_or_fail(std::move(*command));
  if (!reply) {
    return fail(reply.error());
  }
  FlagsByUid flags;
  for (const imap::UntaggedData& data : reply->data) {
    if (const Result<void> readable = check_readable(data); !readable) {
      return fail(readable.error());
    }
    const auto* fetched = std::get_if<imap::FetchData>(&data);
    if (fetched != nullptr && fetched->uid && fetched->flags) {
      flags.insert_or_assign(*fetched->uid, flag_bits(*fetched->flags));
    }
  }
  return flags;
}

Result<void> merge_batch(ServerConnection& connection, UploadContext& context,
                         std::span<const ChangedMessage> messages, bool takes_forwarded) {
  const Result<FlagsByUid> found = fetch_flags(connection, messages);
  if (!found) {
    return fail(found.error());
  }
  Result<void> done = context.journal.begin();
  for (const ChangedMessage& message : messages) {
    if (!done) {
      return done;
    }
    const auto flags = found->find(*message.row.uid);
    done = flags != found->end() ? merge(context, message, flags->second, takes_forwarded)
                                 : context.journal.set_gone(message.row.id);
  }
  return done ? context.journal.commit(now_seconds()) : done;
}

Result<void> merge_in_mailbox(ServerConnection& connection, UploadContext& context,
                              const journal::MailboxRow& mailbox,
                              std::vector<ChangedMessage>& messages) {
  const Result<std::optional<Reply>> selected = select_known(connection, context, mailbox);
  if (!selected || !*selected) {
    return selected ? Result<void>() : fail(selected.error());
  }
  const bool takes_forwarded = takes_keyword(**selected, kForwarded, context);
  std::ranges::sort(messages, {}, [](const ChangedMessage& each) { return *each.row.uid; });
  for (std::size_t from = 0; from < messages.size(); from += kFetchBatch) {
    const std::span batch =
        std::span(messages).subspan(from, std::min(kFetchBatch, messages.size() - from));
    if (const Result<void> merged = merge_batch(connection, context, batch, takes_forwarded);
        !merged) {
      return merged;
    }
  }
  return leave_mailbox(connection);
}

}  // namespace

Result<void> merge_source_flags(ServerConnection& connection, UploadContext& context) {
  Result<ByMailbox> changed = read_changed(context);
  if (!changed || changed->empty()) {
    return changed ? Result<void>() : fail(changed.error());
  }
  const Result<std::vector<journal::MailboxRow>> mailboxes = context.journal.mailboxes();
  if (!mailboxes) {
    return fail(mailboxes.error());
  }
  for (const journal::MailboxRow& mailbox : *mailboxes) {
    const auto messages = changed->find(mailbox.id);
    if (messages == changed->end()) {
      continue;
    }
    const Result<void> merged = merge_in_mailbox(connection, context, mailbox, messages->second);
    if (!merged) {
      return merged;
    }
  }
  return {};
}

}  // namespace mailhaul::migrate
