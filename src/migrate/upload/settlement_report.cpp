/// What a run says of messages whose outcome it could not find out.
#include "migrate/upload/settlement.hpp"

#include <string_view>
#include <vector>

namespace mailhaul::migrate {
namespace {

std::string_view words_for(journal::State state, bool is_in_reach) {
  if (state == journal::State::Removing) {
    return "a rollback was interrupted while it removed this message, and its mailbox cannot be "
           "looked into; make the mailbox again on the server, then run the same command again";
  }
  return is_in_reach
             ? "it was sent, but the answer was lost and it cannot be told whether the server "
               "stored it; look for it in the mailbox, then run the same command again"
             : "it was sent, but the answer was lost, and its mailbox cannot be looked into; make "
               "the mailbox again on the server, then run the same command again";
}

Result<void> report_open(UploadContext& context, const journal::MailboxRow& mailbox,
                         journal::State state) {
  const Result<std::vector<journal::MessageRow>> rows =
      context.journal.messages_in_state(mailbox.id, state);
  if (!rows) {
    return fail(rows.error());
  }
  for (const journal::MessageRow& row : *rows) {
    const Result<journal::Reason> reason = context.journal.reason(row.id);
    if (!reason) {
      return fail(reason.error());
    }
    context.report({.outcome = Outcome::Unknown,
                    .folder = context.place_of(row).folder,
                    .unique_name = row.unique_name,
                    .mailbox = mailbox.name,
                    .wire_size = row.wire_size,
                    .kind = "unknown",
                    .text = words_for(state, context.mailboxes.contains(mailbox.id)),
                    .subject = reason->subject});
  }
  return {};
}

}  // namespace

Result<void> report_not_sent(UploadContext& context) {
  if (context.lost_on_the_way.empty()) {
    return {};
  }
  for (const journal::MailboxRow& mailbox : context.mailbox_rows()) {
    const Result<std::vector<journal::MessageRow>> rows =
        context.journal.messages_in_state(mailbox.id, journal::State::Unsent);
    if (!rows) {
      return fail(rows.error());
    }
    for (const journal::MessageRow& row : *rows) {
      // What this run leaves out was not sent by it.
      if (!context.lost_on_the_way.contains(row.id) || !context.mailbox_of(row.folder)) {
        continue;
      }
      const MessagePlace place = context.place_of(row);
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
                              "server; run the same command again",
                      .subject = reason->subject});
    }
  }
  return {};
}

Result<void> report_unknown(UploadContext& context) {
  const Result<std::vector<journal::MailboxId>> in_doubt = context.journal.mailboxes_in_doubt();
  if (!in_doubt || in_doubt->empty()) {
    return in_doubt ? Result<void>() : fail(in_doubt.error());
  }
  const Result<std::vector<journal::MailboxRow>> mailboxes = context.journal.mailboxes();
  if (!mailboxes) {
    return fail(mailboxes.error());
  }
  for (const journal::MailboxRow& mailbox : *mailboxes) {
    for (const journal::State state : {journal::State::Unknown, journal::State::Removing}) {
      if (const Result<void> done = report_open(context, mailbox, state); !done) {
        return done;
      }
    }
  }
  return {};
}

}  // namespace mailhaul::migrate
