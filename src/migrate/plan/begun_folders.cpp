#include "migrate/plan/begun_folders.hpp"

#include <algorithm>

namespace mailhaul::migrate {

Result<std::vector<BegunFolder>> begun_folders(journal::Journal& journal) {
  const Result<std::vector<journal::FolderRow>> folders = journal.folders();
  const Result<std::vector<journal::MailboxRow>> mailboxes = journal.mailboxes();
  if (!folders || !mailboxes) {
    return fail(!folders ? folders.error() : mailboxes.error());
  }
  std::vector<BegunFolder> begun;
  for (const journal::FolderRow& folder : *folders) {
    const auto mailbox = std::ranges::find(*mailboxes, folder.mailbox, &journal::MailboxRow::id);
    if (mailbox != mailboxes->end()) {
      begun.push_back({.directory = folder.directory, .mailbox = mailbox->name});
    }
  }
  return begun;
}

}  // namespace mailhaul::migrate
