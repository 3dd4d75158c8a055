#include "migrate/upload/flag_storing.hpp"

#include "migrate/delta/known_mailbox.hpp"
#include "migrate/locate/locate.hpp"
#include "migrate/server/verdict.hpp"
#include "migrate/upload/each_mailbox.hpp"
#include "migrate/upload/settlement.hpp"

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <mailhaul/migrate/flag_policy.hpp>

namespace mailhaul::migrate {
namespace {

/// Exchange refuses single messages of a STORE now and then; short sets keep the rest.
constexpr std::size_t kStoreBatch = 100;

/// One STORE: these flags added to, or removed from, these messages.
struct FlagChange {
  imap::StoreAction action = imap::StoreAction::Add;
  std::uint32_t bits = 0;

  auto operator<=>(const FlagChange&) const = default;
};

/// Listed, and left to the next run. Before the server hangs up, the connection is made anew.
Result<void> note_refused(const ServerConnection& connection, UploadContext& context,
                          const journal::MailboxRow& mailbox, const imap::Completion& completion,
                          const std::vector<journal::MessageRow>& rows) {
  const Result<std::string> refusal = explain_refusal(completion, context.profile);
  if (!refusal) {
    return fail(refusal.error());
  }
  for (const journal::MessageRow& row : rows) {
    context.flags_refused.insert(row.id);
  }
  context.add_attention({.folder = context.place_of(rows.front()).folder,
                         .mailbox = mailbox.name,
                         .kind = "flags-refused",
                         .text = fmt::format("the server did not change flags of {} messages; run "
                                             "the same command again; {}",
                                             rows.size(), *refusal)});
  const std::optional<unsigned> allowed = context.traits().failures_per_connection;
  return allowed && connection.failures() >= *allowed
             ? fail(ErrorKind::Disconnected, "the server has refused many commands")
             : Result<void>();
}

Result<void> store_batch(ServerConnection& connection, UploadContext& context,
                         const journal::MailboxRow& mailbox, const FlagChange& change,
                         const std::vector<journal::MessageRow>& rows) {
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
    return note_refused(connection, context, mailbox, reply->completion, rows);
  }
  for (const journal::MessageRow& row : rows) {
    context.summary.messages.flags_updated += context.flags_to_carry.erase(row.id);
    const Result<std::optional<journal::MessageRow>> now = context.journal.message(row.id);
    if (!now) {
      return fail(now.error());
    }
    if (!*now) {
      continue;
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

/// The mailbox was made anew during the run, so that its UIDs name other messages: ours are looked
/// for as at the start of a run.
Result<void> enter_generation(ServerConnection& connection, UploadContext& context,
                              journal::MailboxRow mailbox, std::uint32_t uid_validity) {
  mailbox.uidvalidity = uid_validity;
  mailbox.low_water = 1;
  if (const Result<void> done = context.journal.forget_uids(mailbox.id); !done) {
    return done;
  }
  if (const auto id = context.journal.put_mailbox(mailbox); !id) {
    return fail(id.error());
  }
  context.mailboxes.at(mailbox.id).row = mailbox;
  return rebind_mailbox(connection, context, mailbox);
}

/// Selected for writing, and of the generation that the journal's UIDs are of.
Result<void> select_for_flags(ServerConnection& connection, UploadContext& context,
                              const journal::MailboxRow& mailbox) {
  const Result<Reply> selected = select_mailbox(connection, mailbox.name, true);
  if (!selected) {
    return fail(selected.error());
  }
  const std::uint32_t uid_validity = uid_validity_of(*selected);
  if (uid_validity == 0 || uid_validity == mailbox.uidvalidity) {
    return {};
  }
  if (const Result<void> done = enter_generation(connection, context, mailbox, uid_validity);
      !done) {
    return done;
  }
  const Result<Reply> again = select_mailbox(connection, mailbox.name, true);
  if (!again) {
    return fail(again.error());
  }
  return uid_validity_of(*again) == uid_validity
             ? Result<void>()
             : fail(ErrorKind::Protocol, "the mailbox gets a new UIDVALIDITY again and again",
                    mailbox.name);
}

/// In the mailbox that is selected.
Result<void> store_changes(ServerConnection& connection, UploadContext& context,
                           const journal::MailboxRow& mailbox,
                           const std::vector<journal::MessageRow>& rows) {
  std::map<FlagChange, std::vector<journal::MessageRow>> changes;
  for (const journal::MessageRow& row : rows) {
    if (context.flags_refused.contains(row.id)) {
      continue;
    }
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
      if (const Result<void> done = store_batch(connection, context, mailbox, change, batch);
          !done) {
        return done;
      }
    }
  }
  return leave_mailbox(connection);
}

Result<void> store_flags_in_mailbox(ServerConnection& connection, UploadContext& context,
                                    const journal::MailboxRow& mailbox) {
  Result<std::vector<journal::MessageRow>> rows = context.journal.flags_to_set(mailbox.id);
  if (!rows || rows->empty()) {
    return rows ? Result<void>() : fail(rows.error());
  }
  if (!context.mailboxes.contains(mailbox.id)) {
    const Result<std::optional<Reply>> selected = select_known(connection, context, mailbox);
    if (!selected || !*selected) {
      return selected ? Result<void>() : fail(selected.error());
    }
    return store_changes(connection, context, mailbox, *rows);
  }
  if (const Result<void> selected = select_for_flags(connection, context, mailbox); !selected) {
    return selected;
  }
  // Other UIDs, if it is another generation.
  rows = context.journal.flags_to_set(mailbox.id);
  return rows ? store_changes(connection, context, mailbox, *rows) : fail(rows.error());
}

}  // namespace

/// The plan may lead no more to a mailbox in which messages are.
Result<void> store_flags(ServerConnection& connection, UploadContext& context) {
  const Result<std::vector<journal::MailboxRow>> mailboxes = context.journal.mailboxes();
  if (!mailboxes) {
    return fail(mailboxes.error());
  }
  return for_each_mailbox(context, *mailboxes, [&](const journal::MailboxRow& mailbox) {
    return store_flags_in_mailbox(connection, context, mailbox);
  });
}

}  // namespace mailhaul::migrate
