#include "migrate/upload/survey.hpp"

#include <cstddef>
#include <optional>

#include <mailhaul/base/result.hpp>
#include <mailhaul/maildir/message_list.hpp>
#include <mailhaul/maildir/open_folder.hpp>
#include <mailhaul/migrate/flag_policy.hpp>

namespace mailhaul::migrate {

Survey survey(const maildir::Scanner& tree, Plan& plan) {
  Survey found;
  for (PlannedFolder& planned : plan.folders) {
    Result<maildir::OpenFolder> folder = tree.open_folder(tree.inventory().folders[planned.folder]);
    if (!folder) {
      continue;
    }
    const maildir::MessageList list = folder->read_messages();
    planned.messages = list.size();
    for (std::size_t i = 0; i < list.size(); ++i) {
      const maildir::MessageEntry entry = list[i];
      if (const std::optional<maildir::FileFacts> facts = folder->facts_of(entry)) {
        planned.bytes += facts->size;
      }
      if (!found.keyworded.contains(planned.mailbox) &&
          wants_keywords(entry.flags, list.keywords_of(i).names)) {
        found.keyworded.insert(planned.mailbox);
      }
    }
    found.messages += planned.messages;
    found.bytes += planned.bytes;
  }
  return found;
}

}  // namespace mailhaul::migrate
