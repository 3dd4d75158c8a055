/// Compares the journal's messages of one mailbox with what the server has: UIDs, dates and flags.
#pragma once

#include "migrate/locate/server_message.hpp"
#include "migrate/verify/surplus.hpp"
#include "migrate/verify/verify_context.hpp"

#include <cstdint>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/journal/journal.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

class MailboxComparison {
 public:
  /// `context` must outlive the object; `mailbox` exists on the server.
  MailboxComparison(VerifyContext& context, journal::MailboxRow mailbox)
      : context_(&context), mailbox_(std::move(mailbox)) {}

  /// After an error it can be called again, on a new connection, and goes on where it stopped.
  [[nodiscard]] Result<void> run(ServerConnection& connection);

 private:
  using Rows = std::vector<journal::MessageRow>;

  [[nodiscard]] Result<void> take_generation(ServerConnection& connection);
  [[nodiscard]] Result<void> bind(ServerConnection& connection);
  [[nodiscard]] Result<void> compare_pages(ServerConnection& connection);
  [[nodiscard]] Result<void> compare_page(ServerConnection& connection);
  void compare(const journal::MessageRow& row, const ServerMessage& message);

  VerifyContext* context_;
  journal::MailboxRow mailbox_;
  bool is_prepared_ = false;
  bool is_compared_ = false;  ///< all pages were
  std::uint32_t cursor_ = 0;  ///< UIDs up to this one are compared
  Surplus surplus_;
};

/// For a mailbox that is not on the server: everything in it is missing, or was being removed.
[[nodiscard]] Result<void> compare_missing_mailbox(VerifyContext& context,
                                                   const journal::MailboxRow& mailbox);

}  // namespace mailhaul::migrate
