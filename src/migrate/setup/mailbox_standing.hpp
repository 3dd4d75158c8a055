/// Notes where each mailbox stands before anything is sent: UIDVALIDITY, UIDNEXT as the low-water
/// mark, PERMANENTFLAGS where they matter.
#pragma once

#include "migrate/setup/setup_state.hpp"

#include <cstdint>
#include <set>
#include <string>

#include <mailhaul/base/result.hpp>
#include <mailhaul/imap/event.hpp>
#include <mailhaul/journal/types.hpp>

namespace mailhaul::migrate {

/// Every mailbox that gets messages, once, in the order of the plan.
[[nodiscard]] std::vector<std::string> mailboxes_of(const UploadContext& context);

class MailboxStanding {
 public:
  /// `setup` must outlive the object.
  explicit MailboxStanding(SetupState& setup) : setup_(&setup) {}

  /// STATUS of all mailboxes, sent behind the CREATE of those that are missing. One that cannot be
  /// made has no standing, and what else is not answered is asked again by `ask`.
  [[nodiscard]] Result<std::vector<MailboxCommand>> early_commands() const;

  /// STATUS of the mailboxes that the server has not told about yet, while none is selected. One
  /// that it does not show is refused.
  [[nodiscard]] Result<void> ask();

  /// What was told, into the journal and the context. Needs a transaction.
  [[nodiscard]] Result<void> note();

  /// SELECT of `mailboxes` for their permanent flags: only servers that take many commands at a
  /// time have keywords. The object must outlive the commands.
  [[nodiscard]] Result<std::vector<MailboxCommand>> flag_commands(
      const std::set<std::string>& mailboxes) const;

 private:
  /// Those of the plan, then those in doubt.
  [[nodiscard]] std::vector<std::string> mailboxes() const;
  [[nodiscard]] bool is_told(const std::string& mailbox) const;
  [[nodiscard]] std::vector<std::string> open_questions() const;
  [[nodiscard]] Result<std::vector<MailboxCommand>> commands(const TakeMailboxReply& take) const;
  /// The answer about one mailbox, with no other command in flight.
  [[nodiscard]] Result<void> ask_alone(const std::string& mailbox);
  [[nodiscard]] Result<void> refuse(const std::string& mailbox, const imap::Completion& completion);
  [[nodiscard]] Result<void> note(const std::string& mailbox, std::uint32_t uid_validity,
                                  std::uint32_t uid_next);
  [[nodiscard]] Result<void> take_flags(journal::MailboxId mailbox, const Reply& reply) const;

  SetupState* setup_;
};

}  // namespace mailhaul::migrate
