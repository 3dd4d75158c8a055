/// Subscribes the mailboxes of folders that were subscribed at the source.
#pragma once

#include "migrate/setup/setup_state.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/imap/event.hpp>

namespace mailhaul::migrate {

/// Only for folders that are new to the journal: what the owner unsubscribed since stays so. What
/// was subscribed before is left alone, and the rest is journalled first, so that a rollback takes
/// back what was done here and no more.
class FolderSubscription {
 public:
  /// `setup` must outlive the object.
  explicit FolderSubscription(SetupState& setup) : setup_(&setup) {}

  /// LSUB, if there is anything to subscribe, to be sent behind every CREATE. The object must
  /// outlive the command.
  [[nodiscard]] Result<std::vector<MailboxCommand>> question();

  /// What is missing, when the mailboxes are known. Needs a transaction.
  [[nodiscard]] Result<void> journal_intents();

  /// SUBSCRIBE of what is missing. May be asked for again on a new connection.
  [[nodiscard]] Result<std::vector<MailboxCommand>> commands();

 private:
  enum class Answer { Given, Refused };

  /// To the question.
  [[nodiscard]] Result<void> absorb_answer(const imap::Completion& completion);
  [[nodiscard]] Result<void> absorb(const std::string& mailbox, const imap::Completion& completion);

  SetupState* setup_;
  std::optional<Answer> answer_;
  std::set<std::string> missing_;
};

}  // namespace mailhaul::migrate
