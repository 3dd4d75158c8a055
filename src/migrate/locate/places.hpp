/// Where the journal's messages are, in words for a report.
#pragma once

#include <map>
#include <string>

#include <mailhaul/base/result.hpp>
#include <mailhaul/journal/journal.hpp>

namespace mailhaul::migrate {

class Places {
 public:
  static Result<Places> read(journal::Journal& journal);

  /// The folder's directory, escaped for display; "INBOX" for MAILDIR itself.
  [[nodiscard]] const std::string& folder(const journal::MessageRow& row) const;
  [[nodiscard]] const std::string& mailbox(const journal::MessageRow& row) const;

 private:
  std::map<journal::FolderId, std::string> folders_;
  std::map<journal::MailboxId, std::string> mailboxes_;
};

}  // namespace mailhaul::migrate
