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

  /// STATUS of all mailboxes, none of which is selected, journalled in one transaction. What was
  /// learnt before a loss is kept.
  [[nodiscard]] Result<void> take();

  /// One round trip for all: only servers that take many commands at a time have keywords.
  [[nodiscard]] Result<void> ask_permanent_flags(const std::set<std::string>& mailboxes);

 private:
  [[nodiscard]] Result<void> ask();
  /// The answer about one mailbox, with no other command in flight.
  [[nodiscard]] Result<void> ask_again(const std::string& mailbox);
  [[nodiscard]] Result<void> refuse(const std::string& mailbox, const imap::Completion& completion);
  [[nodiscard]] Result<void> note(const std::string& mailbox, std::uint32_t uid_validity,
                                  std::uint32_t uid_next);

  SetupState* setup_;
};

}  // namespace mailhaul::migrate
