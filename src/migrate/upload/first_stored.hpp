/// The first message that a run stores in each mailbox: its date is read back, since some servers
/// replace the date that an APPEND gives by their own.
#pragma once

#include <map>
#include <vector>

#include <mailhaul/journal/types.hpp>

namespace mailhaul::migrate {

/// Before which messages a date has to be seen.
enum class DateLooks {
  None,               ///< the server's own dates are accepted
  BeforeAllOthers,    ///< one message of the run goes ahead; other mailboxes are looked at behind
  BeforeEachMailbox,  ///< one message of each mailbox goes ahead; the server takes one at a time
};

class FirstStored {
 public:
  explicit FirstStored(DateLooks looks) : looks_(looks) {}

  void add(journal::MailboxId mailbox, journal::MessageId row);

  /// Whether more than one message may be on its way to the mailbox.
  [[nodiscard]] bool lets_others_follow(journal::MailboxId mailbox) const;

  /// Those whose dates are still to be read back.
  [[nodiscard]] std::vector<journal::MessageId> not_looked_at() const;
  [[nodiscard]] bool needs_look() const;
  /// All that were stored until now.
  void set_looked_at();

 private:
  struct First {
    journal::MessageId row = 0;
    bool is_looked_at = false;
  };

  DateLooks looks_;
  bool has_looked_ = false;
  std::map<journal::MailboxId, First> first_;
};

}  // namespace mailhaul::migrate
