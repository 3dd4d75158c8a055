/// The messages that were handed to the wire: what is known of each until its result comes, and
/// what the journal, the report and the work list get then.
#pragma once

#include "migrate/upload/prepared_group.hpp"
#include "migrate/upload/stored_runs.hpp"
#include "migrate/upload/upload_context.hpp"
#include "migrate/upload/work_list.hpp"
#include "migrate/wire/append_result.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include <mailhaul/base/result.hpp>

namespace mailhaul::migrate {

/// Of one connection. All errors are of kind Journal.
class SentMessages {
 public:
  /// Both must outlive the object.
  SentMessages(UploadContext& context, WorkList& work)
      : context_(&context), work_(&work), stored_(context.journal) {}

  [[nodiscard]] bool is_empty() const { return messages_.empty(); }

  /// Takes what is not sent: all but the head and the body.
  void add(PreparedMessage& prepared);

  /// The wire did not take it: it goes back to the work list.
  [[nodiscard]] Result<void> take_back(journal::MessageId row);

  /// It changed, or could not be read, while it was being sent; a result follows.
  void break_off(journal::MessageId row, std::string_view why);

  /// All of them, in their order. A message that is not known here is passed over.
  [[nodiscard]] Result<void> settle(std::span<const AppendResult> results);

  /// Back to the work list, and not sent in the journal.
  [[nodiscard]] Result<void> send_again(journal::MessageId row, WorkItem item);

 private:
  struct Sent {
    WorkItem item;
    journal::MailboxId mailbox = 0;
    std::uint64_t wire_size = 0;
    std::uint32_t flags_appended = 0;
    /// Its row has them as the flags that are set.
    bool flags_are_in_row = true;
    bool is_seen = false;
    bool has_keywords = false;
    std::vector<std::string> lost_keywords;
    Rung rung = Rung::AsIs;
    bool on_request = false;  ///< as CopyRecipe::on_request
    std::string remedies;
    std::string subject;
  };

  [[nodiscard]] Result<void> settle_one(const AppendResult& result);
  [[nodiscard]] Result<void> settle_stored(journal::MessageId row, const Sent& message,
                                           const Appended& appended);
  [[nodiscard]] Result<void> settle_rejected(journal::MessageId row, Sent message,
                                             const Rejected& rejected);
  [[nodiscard]] Result<void> give_up(journal::MessageId row, const Sent& message);
  [[nodiscard]] bool climb(Sent& message) const;
  void report(const Sent& message, Outcome outcome, std::uint32_t uid, std::string_view kind,
              std::string_view text);

  UploadContext* context_;
  WorkList* work_;
  StoredRuns stored_;
  std::unordered_map<journal::MessageId, Sent> messages_;
};

}  // namespace mailhaul::migrate
