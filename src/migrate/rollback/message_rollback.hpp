/// Removes what was uploaded into one mailbox.
#pragma once

#include "migrate/removal/mailbox_removal.hpp"
#include "migrate/rollback/rollback_context.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/journal/journal.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

/// What is Unknown and not seen.
enum class UnseenRows {
  Leave,   ///< the server may still be storing it
  GiveUp,  ///< it is not there
};

class MessageRollback {
 public:
  /// `context` must outlive the object; `mailbox` exists on the server.
  MessageRollback(RollbackContext& context, journal::MailboxRow mailbox, UnseenRows unseen)
      : context_(&context), mailbox_(std::move(mailbox)), unseen_(unseen) {}

  /// After an error it can be called again, on a new connection, and goes on where it stopped.
  [[nodiscard]] Result<void> run(ServerConnection& connection);

 private:
  using Rows = std::vector<journal::MessageRow>;

  [[nodiscard]] Result<void> recover(ServerConnection& connection);
  [[nodiscard]] Result<void> restore_for_the_look();
  /// The server let nothing be expunged here.
  [[nodiscard]] bool is_refused() const;
  [[nodiscard]] Result<bool> is_untouchable(ServerConnection& connection);
  [[nodiscard]] Result<void> keep_everything(RemovalObstacle obstacle);
  [[nodiscard]] Result<void> keep_unbound(std::string_view why);
  [[nodiscard]] Result<void> bind(ServerConnection& connection);
  [[nodiscard]] Result<void> remove_batch(ServerConnection& connection, MailboxRemoval& removal,
                                          const Rows& batch);
  [[nodiscard]] Result<void> expunge(MailboxRemoval& removal, const Rows& doomed);
  [[nodiscard]] Result<void> record_gone(const Rows& gone);

  RollbackContext* context_;
  journal::MailboxRow mailbox_;
  UnseenRows unseen_;
  std::uint32_t cursor_ = 0;  ///< rows up to this UID are done
  bool is_bound_ = false;
};

/// For a mailbox that is not on the server any more: so are its messages.
[[nodiscard]] Result<void> roll_back_missing_mailbox(RollbackContext& context,
                                                     const journal::MailboxRow& mailbox);

}  // namespace mailhaul::migrate
