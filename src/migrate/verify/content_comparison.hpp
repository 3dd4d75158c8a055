/// Fetches messages back and compares what they say with what was sent.
#pragma once

#include "migrate/server/server_link.hpp"
#include "migrate/verify/content_batch.hpp"
#include "migrate/verify/sent_content.hpp"
#include "migrate/verify/verify_context.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/maildir/open_folder.hpp>
#include <mailhaul/maildir/scanner.hpp>
#include <mailhaul/migrate/plan.hpp>

namespace mailhaul::migrate {

/// What was found is journalled batch by batch: a run that ends before its time is continued by the
/// next one, which fetches the rest. After a complete one, the next begins anew.
class ContentComparison {
 public:
  /// All must outlive the object.
  ContentComparison(VerifyContext& context, const maildir::Scanner& tree, const Plan& plan);

  /// Folder by folder, in batches; goes on after a lost connection with the messages that are left.
  [[nodiscard]] Result<void> run(ServerLink& link);

 private:
  [[nodiscard]] Result<void> read_mailboxes();
  [[nodiscard]] Result<void> read_earlier_run();
  [[nodiscard]] Result<void> compare_folder(ServerLink& link, const PlannedFolder& planned,
                                            journal::FolderId id);
  [[nodiscard]] bool is_in_sample();
  [[nodiscard]] Result<bool> was_compared(const journal::MessageRow& row);
  void add(maildir::OpenFolder& folder, const maildir::MessageEntry& entry,
           const journal::MessageRow& row);
  [[nodiscard]] Result<void> fetch(ServerLink& link, journal::MailboxId mailbox);
  [[nodiscard]] Result<void> record(const std::vector<ContentBatch::Compared>& compared);
  void count(const journal::MessageRow& row, const std::string& differences);
  void report_altered(const journal::MessageRow& row, std::string_view kind,
                      const std::string& text);
  void report_not_compared(const journal::MessageRow& row, const std::string& reason);

  VerifyContext* context_;
  const maildir::Scanner* tree_;
  const Plan* plan_;
  SentContent sent_;
  std::map<journal::MailboxId, std::string> names_;
  std::map<journal::MailboxId, ContentBatch> batches_;
  bool is_resumed_ = false;
  std::uint64_t step_ = 1;  ///< each step-th message is looked at
  std::uint64_t met_ = 0;
};

}  // namespace mailhaul::migrate
