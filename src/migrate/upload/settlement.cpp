#include "migrate/upload/settlement.hpp"

#include "migrate/locate/locate.hpp"

#include <algorithm>
#include <compare>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <mailhaul/migrate/flag_policy.hpp>

namespace mailhaul::migrate {
namespace {

/// Exchange refuses single messages of a STORE now and then; short sets keep the rest.
constexpr std::size_t kStoreBatch = 100;

std::vector<journal::MailboxRow> mailboxes_of(const UploadContext& context) {
  std::vector<journal::MailboxRow> rows;
  rows.reserve(context.mailboxes.size());
  for (const auto& [id, state] : context.mailboxes) {
    rows.push_back(state.row);
  }
  std::ranges::sort(rows, [](const auto& left, const auto& right) { return left.id < right.id; });
  return rows;
}

/// Where a row's message is, for a report.
struct Place {
  std::string folder;
  std::string mailbox;
};

Place place_of(const UploadContext& context, const journal::MessageRow& row) {
  Place place;
  for (const auto& [index, id] : context.folder_ids) {
    if (id == row.folder) {
      place.folder = context.plan.folders[index].name;
    }
  }
  if (const auto mailbox = context.mailboxes.find(row.mailbox);
      mailbox != context.mailboxes.end()) {
    place.mailbox = mailbox->second.row.name;
  }
  return place;
}

Result<void> take_as_found(UploadContext& context, const journal::MessageRow& row,
                           std::uint32_t uid) {
  if (row.state == journal::State::Stored) {
    return context.journal.set_uid(row.id, uid);
  }
  const Place place = place_of(context, row);
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
  std::set<journal::MessageId> decided(matching->ambiguous.begin(), matching->ambiguous.end());
  std::map<journal::MessageId, const journal::MessageRow*> by_id;
  for (const journal::MessageRow& row : *rows) {
    by_id.emplace(row.id, &row);
  }
  for (const Binding& binding : matching->bindings) {
    decided.insert(binding.row);
    if (const Result<void> done = take_as_found(context, *by_id.at(binding.row), binding.uid);
        !done) {
      return done;
    }
  }
  for (const journal::MessageRow& row : *rows) {
    const bool is_gone =
        not_seen == NotSeen::SendAgain || context.cannot_be_stored.contains(row.id);
    if (row.state == journal::State::Unknown && !decided.contains(row.id) && is_gone) {
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
    if (const Result<void> done = context.journal.set_uid(binding.row, binding.uid); !done) {
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

Result<void> rebind_in_mailbox(ServerConnection& connection, UploadContext& context,
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

/// One STORE: these flags added to, or removed from, these messages.
struct FlagChange {
  imap::StoreAction action = imap::StoreAction::Add;
  std::uint32_t bits = 0;

  auto operator<=>(const FlagChange&) const = default;
};

Result<void> store_batch(ServerConnection& connection, UploadContext& context,
                         const FlagChange& change, const std::vector<journal::MessageRow>& rows) {
  imap::SequenceSet uids;
  for (const journal::MessageRow& row : rows) {
    uids.add(*row.uid);
  }
  Result<imap::Command> command =
      imap::Command::uid_store(uids, change.action, flag_set(change.bits));
  if (!command) {
    return fail(command.error());
  }
  const Result<Reply> reply = connection.run(std::move(*command));
  if (!reply) {
    return fail(reply.error());
  }
  if (reply->completion.status != imap::Status::Ok) {
    const Place place = place_of(context, rows.front());
    context.add_attention(
        {.folder = place.folder,
         .mailbox = place.mailbox,
         .kind = "flags-refused",
         .text = fmt::format("the server did not change flags of {} messages; run "
                             "the same command again",
                             rows.size())});
    return {};
  }
  for (const journal::MessageRow& row : rows) {
    context.summary.messages.flags_updated += context.flags_to_carry.erase(row.id);
    const Result<std::optional<journal::MessageRow>> now = context.journal.message(row.id);
    if (!now || !*now) {
      return now ? Result<void>() : fail(now.error());
    }
    const std::uint32_t set = change.action == imap::StoreAction::Add
                                  ? (*now)->flags_set | change.bits
                                  : (*now)->flags_set & ~change.bits;
    if (const Result<void> done = context.journal.set_flags(row.id, row.flags_wanted, set); !done) {
      return done;
    }
  }
  return {};
}

Result<void> store_flags_in_mailbox(ServerConnection& connection, UploadContext& context,
                                    const journal::MailboxRow& mailbox) {
  const Result<std::vector<journal::MessageRow>> rows = context.journal.flags_to_set(mailbox.id);
  if (!rows || rows->empty()) {
    return rows ? Result<void>() : fail(rows.error());
  }
  if (const Result<Reply> selected = select_mailbox(connection, mailbox.name, true); !selected) {
    return fail(selected.error());
  }
  std::map<FlagChange, std::vector<journal::MessageRow>> changes;
  for (const journal::MessageRow& row : *rows) {
    if (const std::uint32_t missing = row.flags_wanted & ~row.flags_set; missing != 0) {
      changes[{.action = imap::StoreAction::Add, .bits = missing}].push_back(row);
    }
    if (const std::uint32_t surplus = row.flags_set & ~row.flags_wanted; surplus != 0) {
      changes[{.action = imap::StoreAction::Remove, .bits = surplus}].push_back(row);
    }
  }
  for (const auto& [change, messages] : changes) {
    for (std::size_t from = 0; from < messages.size(); from += kStoreBatch) {
      const std::size_t to = std::min(from + kStoreBatch, messages.size());
      const std::vector<journal::MessageRow> batch(
          messages.begin() + static_cast<std::ptrdiff_t>(from),
          messages.begin() + static_cast<std::ptrdiff_t>(to));
      if (const Result<void> done = store_batch(connection, context, change, batch); !done) {
        return done;
      }
    }
  }
  return leave_mailbox(connection);
}

/// Runs a step for each mailbox, one journal group each, so that what was found out is kept even if
/// the connection ends meanwhile.
template <typename Step>
Result<void> for_each_mailbox(UploadContext& context, Step step) {
  for (const journal::MailboxRow& mailbox : mailboxes_of(context)) {
    if (const Result<void> begun = context.journal.begin(); !begun) {
      return begun;
    }
    const Result<void> done = step(mailbox);
    const Result<void> committed = context.journal.commit(now_seconds());
    if (!done || !committed) {
      return done ? committed : done;
    }
  }
  return {};
}

}  // namespace

Result<void> settle_unknown(ServerConnection& connection, UploadContext& context,
                            NotSeen not_seen) {
  return for_each_mailbox(context, [&](const journal::MailboxRow& mailbox) {
    return settle_mailbox(connection, context, not_seen, mailbox);
  });
}

Result<void> bind_uids(ServerConnection& connection, UploadContext& context) {
  const Result<std::vector<journal::MailboxId>> unbound = context.journal.mailboxes_without_uids();
  if (!unbound) {
    return fail(unbound.error());
  }
  return for_each_mailbox(context, [&](const journal::MailboxRow& mailbox) {
    const bool is_unbound = std::ranges::find(*unbound, mailbox.id) != unbound->end();
    return is_unbound ? bind_in_mailbox(connection, context, mailbox) : Result<void>();
  });
}

Result<void> rebind_renewed(ServerConnection& connection, UploadContext& context) {
  return for_each_mailbox(context, [&](const journal::MailboxRow& mailbox) {
    return context.mailboxes.at(mailbox.id).is_renewed
               ? rebind_in_mailbox(connection, context, mailbox)
               : Result<void>();
  });
}

Result<void> store_flags(ServerConnection& connection, UploadContext& context) {
  return for_each_mailbox(context, [&](const journal::MailboxRow& mailbox) {
    return store_flags_in_mailbox(connection, context, mailbox);
  });
}

Result<void> report_not_sent(UploadContext& context) {
  for (const journal::MailboxRow& mailbox : mailboxes_of(context)) {
    const Result<std::vector<journal::MessageRow>> rows =
        context.journal.messages_in_state(mailbox.id, journal::State::Unsent);
    if (!rows) {
      return fail(rows.error());
    }
    for (const journal::MessageRow& row : *rows) {
      if (!context.lost_on_the_way.contains(row.id)) {
        continue;
      }
      const Place place = place_of(context, row);
      const Result<journal::Reason> reason = context.journal.reason(row.id);
      if (!reason) {
        return fail(reason.error());
      }
      context.report({.outcome = Outcome::Unknown,
                      .folder = place.folder,
                      .unique_name = row.unique_name,
                      .mailbox = place.mailbox,
                      .wire_size = row.wire_size,
                      .kind = "connection-lost",
                      .text = "the connection was lost each time it was sent, and it is not on the "
                              "server; run the same command again"});
    }
  }
  return {};
}

Result<void> report_unknown(UploadContext& context) {
  for (const journal::MailboxRow& mailbox : mailboxes_of(context)) {
    const Result<std::vector<journal::MessageRow>> rows =
        context.journal.messages_in_state(mailbox.id, journal::State::Unknown);
    if (!rows) {
      return fail(rows.error());
    }
    for (const journal::MessageRow& row : *rows) {
      const Place place = place_of(context, row);
      const Result<journal::Reason> reason = context.journal.reason(row.id);
      if (!reason) {
        return fail(reason.error());
      }
      context.report({.outcome = Outcome::Unknown,
                      .folder = place.folder,
                      .unique_name = row.unique_name,
                      .mailbox = place.mailbox,
                      .wire_size = row.wire_size,
                      .kind = "unknown",
                      .text =
                          "it was sent, but the answer was lost and it cannot be told whether the "
                          "server stored it; look for it in the mailbox, then run the same command "
                          "again",
                      .subject = reason->subject});
    }
  }
  return {};
}

}  // namespace mailhaul::migrate
