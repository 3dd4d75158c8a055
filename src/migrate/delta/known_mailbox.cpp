#include "migrate/delta/known_mailbox.hpp"

#include "migrate/locate/locate.hpp"

#include <algorithm>

namespace mailhaul::migrate {

bool is_on_server(const UploadContext& context, const std::string& mailbox) {
  const bool was_made = context.mailbox_ids.contains(mailbox) && !context.options.dry_run;
  if (was_made) {
    return true;
  }
  return context.server != nullptr &&
         std::ranges::any_of(context.server->mailboxes, [&](const ServerMailbox& listed) {
           return listed.name == mailbox && listed.is_selectable();
         });
}

Result<std::vector<journal::MailboxRow>> mailboxes_on_server(const UploadContext& context) {
  Result<std::vector<journal::MailboxRow>> mailboxes = context.journal.mailboxes();
  if (mailboxes) {
    std::erase_if(*mailboxes, [&](const journal::MailboxRow& mailbox) {
      return !is_on_server(context, mailbox.name);
    });
  }
  return mailboxes;
}

Result<std::optional<Reply>> select_known(ServerConnection& connection,
                                          const UploadContext& context,
                                          const journal::MailboxRow& mailbox) {
  if (!is_on_server(context, mailbox.name)) {
    return std::nullopt;
  }
  Result<Reply> selected = select_mailbox(connection, mailbox.name, true);
  if (!selected) {
    return fail(selected.error());
  }
  return uid_validity_of(*selected) == mailbox.uidvalidity ? std::optional(*std::move(selected))
                                                           : std::nullopt;
}

}  // namespace mailhaul::migrate
