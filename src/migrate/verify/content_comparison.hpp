/// Fetches messages back and compares what they say with what was sent.
#pragma once

#include "migrate/server/server_link.hpp"
#include "migrate/verify/content_fetch.hpp"
#include "migrate/verify/sent_content.hpp"
#include "migrate/verify/verify_context.hpp"

#include <cstdint>
#include <map>
#include <string>

#include <mailhaul/base/result.hpp>
#include <mailhaul/maildir/open_folder.hpp>
#include <mailhaul/maildir/scanner.hpp>
#include <mailhaul/migrate/plan.hpp>

namespace mailhaul::migrate {

class ContentComparison {
 public:
  /// All must outlive the object.
  ContentComparison(VerifyContext& context, const maildir::Scanner& tree, const Plan& plan);

  /// Folder by folder, in batches; goes on after a lost connection with the messages that are left.
  [[nodiscard]] Result<void> run(ServerLink& link);

 private:
  [[nodiscard]] Result<void> read_mailboxes();
  [[nodiscard]] Result<void> compare_folder(ServerLink& link, const PlannedFolder& planned,
                                            journal::FolderId id);
  [[nodiscard]] bool is_in_sample();
  void add(maildir::OpenFolder& folder, const maildir::MessageEntry& entry,
           const journal::MessageRow& row);
  [[nodiscard]] Result<void> fetch(ServerLink& link, journal::MailboxId mailbox);
  void report_altered(const journal::MessageRow& row, std::string_view kind,
                      const std::string& text);

  VerifyContext* context_;
  const maildir::Scanner* tree_;
  const Plan* plan_;
  SentContent sent_;
  std::map<journal::MailboxId, std::string> names_;
  std::map<journal::MailboxId, AwaitedMessages> batches_;
  std::uint64_t step_ = 1;  ///< each step-th message is looked at
  std::uint64_t met_ = 0;
};

}  // namespace mailhaul::migrate
