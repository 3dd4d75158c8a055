/// Makes the mailboxes that the plan needs and the server has not got.
#pragma once

#include "migrate/setup/setup_state.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/imap/event.hpp>
#include <mailhaul/journal/types.hpp>

namespace mailhaul::migrate {

class MailboxCreation {
 public:
  /// `setup` must outlive the object.
  explicit MailboxCreation(SetupState& setup) : setup_(&setup) {}

  /// The intents are journalled, so that a crash in between leaves no mailbox that a rollback would
  /// not know. May be asked for again after a connection was lost: a CREATE whose answer was lost
  /// is known as ours then. The object must outlive the commands.
  [[nodiscard]] Result<std::vector<MailboxCommand>> commands();

  /// After the commands have been run; gives `done` or what went wrong since.
  [[nodiscard]] Result<void> finish(const Result<void>& done);

 private:
  void find_removed();
  [[nodiscard]] bool is_needed(const std::string& mailbox) const;
  [[nodiscard]] bool is_above(const std::string& upper, const std::string& lower) const;
  [[nodiscard]] Result<void> journal_intents();
  [[nodiscard]] Result<void> absorb(const std::string& mailbox, const imap::Completion& completion);
  void count_created(const std::string& mailbox);
  [[nodiscard]] Result<void> look_for_claimed();

  SetupState* setup_;
  std::map<std::string, journal::MailboxId> intended_;
  /// CREATE was sent, and the answer was lost with the connection.
  std::set<std::string> unanswered_;
  /// The server has them, it says, although its LIST did not show them.
  std::set<std::string> claimed_;
};

}  // namespace mailhaul::migrate
