#include "migrate/locate/places.hpp"

#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

template <typename Id>
const std::string& find_or_empty(const std::map<Id, std::string>& names, Id id) {
  static const std::string nothing;
  const auto found = names.find(id);
  return found == names.end() ? nothing : found->second;
}

}  // namespace

Result<Places> Places::read(journal::Journal& journal) {
  const auto folders = journal.folders();
  const auto mailboxes = journal.mailboxes();
  if (!folders || !mailboxes) {
    return fail(!folders ? folders.error() : mailboxes.error());
  }
  Places places;
  for (const journal::FolderRow& folder : *folders) {
    places.folders_.emplace(
        folder.id, folder.directory.empty() ? "INBOX" : text::escape_for_display(folder.directory));
  }
  for (const journal::MailboxRow& mailbox : *mailboxes) {
    places.mailboxes_.emplace(mailbox.id, mailbox.name);
  }
  return places;
}

const std::string& Places::folder(const journal::MessageRow& row) const {
  return find_or_empty(folders_, row.folder);
}

const std::string& Places::mailbox(const journal::MessageRow& row) const {
  return find_or_empty(mailboxes_, row.mailbox);
}

}  // namespace mailhaul::migrate
