#include "migrate/rollback/created_mailboxes.hpp"

#include "migrate/locate/locate.hpp"
#include "migrate/server/mailbox_listing.hpp"
#include "migrate/server/subscriptions.hpp"
#include "migrate/server/verdict.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <mailhaul/base/wall_clock.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

class CreatedMailboxes {
 public:
  CreatedMailboxes(ServerConnection& connection, RollbackContext& context, MailboxListing listing)
      : connection_(&connection),
        context_(&context),
        listing_(std::move(listing)),
        subscriptions_(connection) {}

  Result<void> remove_all() {
    Result<std::vector<journal::MailboxRow>> rows = context_->journal.mailboxes();
    if (!rows) {
      return fail(rows.error());
    }
    std::erase_if(*rows, [](const journal::MailboxRow& row) { return !row.created; });
    std::ranges::stable_sort(*rows, std::ranges::greater(), [&](const journal::MailboxRow& row) {
      return listing_.depth_of(row.name);
    });
    if (listing_.has_unreadable() && !rows->empty()) {
      keep_all(rows->size());
      return {};
    }
    for (const journal::MailboxRow& row : *rows) {
      if (const Result<void> done = remove(row); !done) {
        return done;
      }
    }
    return {};
  }

 private:
  /// Some servers remove what is below a mailbox along with it.
  void keep_all(std::size_t count) {
    context_->summary.mailboxes.kept += count;
    context_->add_attention(
        {.kind = "mailbox-not-removed",
         .text = fmt::format("the server's list of mailboxes cannot be read in full; the {} that "
                             "mailhaul made stay",
                             count)});
  }

  Result<void> remove(const journal::MailboxRow& row) {
    // The connection may have been lost after it was told.
    if (context_->kept_mailboxes.contains(row.id)) {
      return {};
    }
    const ServerMailbox* mailbox = listing_.find(row.name);
    if (mailbox == nullptr) {
      return forget(row);
    }
    const Result<bool> empty = is_empty(*mailbox);
    if (!empty) {
      return fail(empty.error());
    }
    if (!*empty) {
      count_kept(row);
      context_->observer.note(fmt::format("{} was made by mailhaul and stays: it is not empty",
                                          text::escape_for_display(row.name)));
      return {};
    }
    if (context_->options.dry_run) {
      count_removed(row);
      return {};
    }
    // A copy: the listing forgets the mailbox once it is removed.
    return remove_empty(row, std::string(mailbox->name));
  }

  /// A dry run takes what it would have removed for removed.
  Result<bool> is_empty(const ServerMailbox& mailbox) {
    if (listing_.has_children(mailbox.name)) {
      return false;
    }
    if (!mailbox.is_selectable()) {
      return true;
    }
    Result<imap::Command> command =
        imap::Command::status(mailbox.name, {imap::StatusItem::Messages});
    if (!command) {
      return fail(command.error());
    }
    const Result<Reply> reply = connection_->run_or_fail(std::move(*command));
    if (!reply) {
      return fail(reply.error());
    }
    const std::uint64_t ours =
        context_->options.dry_run ? context_->totals_of(mailbox.name).removed : 0;
    for (const imap::UntaggedData& data : reply->data) {
      const auto* status = std::get_if<imap::StatusData>(&data);
      if (status != nullptr && status->messages) {
        return *status->messages <= ours;
      }
    }
    return fail(ErrorKind::Protocol, "the server does not say how many messages there are",
                text::escape_for_display(mailbox.name));
  }

  Result<void> remove_empty(const journal::MailboxRow& row, const std::string& name) {
    Result<imap::Command> command = imap::Command::delete_mailbox(name);
    if (!command) {
      return fail(command.error());
    }
    const Result<Reply> reply = connection_->run(std::move(*command));
    if (!reply) {
      return fail(reply.error());
    }
    if (reply->completion.status != imap::Status::Ok) {
      const Result<std::string> refusal = explain_refusal(reply->completion, context_->profile);
      if (!refusal) {
        return fail(refusal.error());
      }
      count_kept(row);
      context_->add_attention(
          {.mailbox = row.name, .kind = "mailbox-not-removed", .text = *refusal});
      return {};
    }
    count_removed(row);
    // Some servers keep the subscription of a mailbox that is gone.
    const Result<void> unsubscribed = subscriptions_.remove(name);
    return unsubscribed ? forget(row) : unsubscribed;
  }

  void count_kept(const journal::MailboxRow& row) {
    ++context_->summary.mailboxes.kept;
    context_->kept_mailboxes.insert(row.id);
  }

  void count_removed(const journal::MailboxRow& row) {
    MailboxRollback& totals = context_->totals_of(row.name);
    context_->summary.mailboxes.removed += totals.is_removed ? 0U : 1U;
    totals.is_removed = true;
    listing_.erase(row.name);
  }

  Result<void> forget(const journal::MailboxRow& row) {
    Result<void> done = context_->journal.begin();
    if (done) {
      done = context_->journal.forget_mailbox(row.id);
    }
    return done ? context_->journal.commit(now_seconds()) : done;
  }

  ServerConnection* connection_;
  RollbackContext* context_;
  MailboxListing listing_;
  Subscriptions subscriptions_;
};

}  // namespace

Result<void> remove_created_mailboxes(ServerConnection& connection, RollbackContext& context) {
  // The selected mailbox cannot be removed everywhere, and Exchange 2007 counts it wrongly.
  if (!connection.capabilities().has("UNSELECT")) {
    if (const Result<Reply> selected = select_mailbox(connection, "INBOX", false); !selected) {
      return fail(selected.error());
    }
  }
  const Result<ServerMailboxes> listed = connection.list_mailboxes();
  if (!listed) {
    return fail(listed.error());
  }
  return CreatedMailboxes(connection, context, MailboxListing(*listed, context.profile))
      .remove_all();
}

}  // namespace mailhaul::migrate
