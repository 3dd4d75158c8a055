#include "migrate/upload/settlement.hpp"

#include "migrate/locate/locate.hpp"
#include "migrate/upload/each_mailbox.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include <fmt/format.h>

namespace mailhaul::migrate {
namespace {

Result<void> take_as_found(UploadContext& context, const journal::MessageRow& row,
                           std::uint32_t uid) {
  if (row.state == journal::State::Stored) {
    return context.journal.set_uid(row.id, uid);
  }
  const MessagePlace place = context.place_of(row);
  context.summary.messages.repaired += row.form == journal::Form::Repaired ? 1U : 0U;
  context.summary.messages.wrapped += row.form == journal::Form::Wrapped ? 1U : 0U;
  context.report({.outcome = Outcome::Located,
                  .folder = place.folder,
                  .unique_name = row.unique_name,
                  .mailbox = place.mailbox,
                  .wire_size = row.wire_size,
                  .uid = uid});
  return context.journal.set_stored(row.id, uid, row.flags_set);
}

Result<void> settle_mailbox(ServerConnection& connection, UploadContext& context, NotSeen not_seen,
                            const journal::MailboxRow& mailbox) {
  Result<std::vector<journal::MessageRow>> rows =
      context.journal.messages_in_state(mailbox.id, journal::State::Unknown);
  if (!rows || rows->empty()) {
    return rows ? Result<void>() : fail(rows.error());
  }
  // A stored message whose UID is not known must not be taken for a lost one that equals it.
  const Result<std::vector<journal::MessageRow>> stored =
      context.journal.stored_without_uid(mailbox.id);
  if (!stored) {
    return fail(stored.error());
  }
  rows->insert(rows->end(), stored->begin(), stored->end());
  const Result<Matching> matching = locate(connection, context.journal, mailbox, *rows);
  if (!matching) {
    return fail(matching.error());
  }
  const std::set<journal::MessageId> ambiguous(matching->ambiguous.begin(),
                                               matching->ambiguous.end());
  std::set<journal::MessageId> bound;
  std::map<journal::MessageId, const journal::MessageRow*> by_id;
  for (const journal::MessageRow& row : *rows) {
    by_id.emplace(row.id, &row);
  }
  for (const Binding& binding : matching->bindings) {
    bound.insert(binding.row);
    Result<void> done = take_as_found(context, *by_id.at(binding.row), binding.uid);
    if (done) {
      done = record_identity(context.journal, binding);
    }
    if (!done) {
      return done;
    }
  }
  for (const journal::MessageRow& row : *rows) {
    const bool is_gone = (not_seen == NotSeen::SendAgain && !ambiguous.contains(row.id)) ||
                         context.cannot_be_stored.contains(row.id);
    if (row.state == journal::State::Unknown && !bound.contains(row.id) && is_gone) {
      context.cannot_be_stored.erase(row.id);
      context.lost_on_the_way.insert(row.id);
      if (const Result<void> done = context.journal.set_unsent(row.id); !done) {
        return done;
      }
    }
  }
  return {};
}

/// Gives the rows that no message was found for.
Result<std::vector<journal::MessageRow>> bind_rows(ServerConnection& connection,
                                                   UploadContext& context,
                                                   const journal::MailboxRow& mailbox) {
  Result<std::vector<journal::MessageRow>> rows = context.journal.stored_without_uid(mailbox.id);
  if (!rows || rows->empty()) {
    return rows;
  }
  const Result<Matching> matching = locate(connection, context.journal, mailbox, *rows);
  if (!matching) {
    return fail(matching.error());
  }
  std::set<journal::MessageId> found(matching->ambiguous.begin(), matching->ambiguous.end());
  for (const Binding& binding : matching->bindings) {
    found.insert(binding.row);
    Result<void> done = context.journal.set_uid(binding.row, binding.uid);
    if (done) {
      done = record_identity(context.journal, binding);
    }
    if (!done) {
      return fail(done.error());
    }
  }
  std::erase_if(*rows, [&](const journal::MessageRow& row) { return found.contains(row.id); });
  return rows;
}

Result<void> bind_in_mailbox(ServerConnection& connection, UploadContext& context,
                             const journal::MailboxRow& mailbox) {
  const auto missing = bind_rows(connection, context, mailbox);
  return missing ? Result<void>() : fail(missing.error());
}

}  // namespace

Result<void> settle_unknown(ServerConnection& connection, UploadContext& context,
                            NotSeen not_seen) {
  const Result<journal::StateCounts> counts = context.journal.open_counts();
  if (!counts || counts->unknown == 0) {
    return counts ? Result<void>() : fail(counts.error());
  }
  return for_each_mailbox(context, [&](const journal::MailboxRow& mailbox) {
    return settle_mailbox(connection, context, not_seen, mailbox);
  });
}

Result<void> bind_uids(ServerConnection& connection, UploadContext& context) {
  const Result<std::vector<journal::MailboxId>> unbound = context.journal.mailboxes_without_uids();
  if (!unbound || unbound->empty()) {
    return unbound ? Result<void>() : fail(unbound.error());
  }
  return for_each_mailbox(context, [&](const journal::MailboxRow& mailbox) {
    const bool is_unbound = std::ranges::find(*unbound, mailbox.id) != unbound->end();
    return is_unbound ? bind_in_mailbox(connection, context, mailbox) : Result<void>();
  });
}

Result<void> rebind_mailbox(ServerConnection& connection, UploadContext& context,
                            const journal::MailboxRow& mailbox) {
  const auto missing = bind_rows(connection, context, mailbox);
  if (!missing) {
    return fail(missing.error());
  }
  for (const journal::MessageRow& row : *missing) {
    if (const Result<void> done = context.journal.set_gone(row.id); !done) {
      return done;
    }
  }
  if (!missing->empty()) {
    context.add_attention(
        {.mailbox = mailbox.name,
         .kind = "mailbox-renewed",
         .text = fmt::format("the server made this mailbox anew, and {} messages that were "
                             "uploaded are not in it; they are taken for deleted by their owner "
                             "and are not sent again",
                             missing->size())});
  }
  return {};
}

Result<void> rebind_renewed(ServerConnection& connection, UploadContext& context) {
  const auto is_renewed = [](const auto& mailbox) { return mailbox.second.is_renewed; };
  if (std::ranges::none_of(context.mailboxes, is_renewed)) {
    return {};
  }
  return for_each_mailbox(context, [&](const journal::MailboxRow& mailbox) {
    return context.mailboxes.at(mailbox.id).is_renewed
               ? rebind_mailbox(connection, context, mailbox)
               : Result<void>();
  });
}

}  // namespace mailhaul::migrate
