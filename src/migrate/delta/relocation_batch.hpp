/// Some messages on their way from one mailbox to another. Every step is journalled before the
/// command that takes it, so that after a crash a look at the server says where each message is.
#pragma once

#include "migrate/locate/server_message.hpp"
#include "migrate/upload/upload_context.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/imap/response_code.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

struct PendingRelocation {
  journal::MessageRow row;
  journal::Relocation relocation;
};

class RelocationBatch {
 public:
  /// All references must outlive the object.
  RelocationBatch(ServerConnection& connection, UploadContext& context,
                  const journal::MailboxRow& from, const journal::MailboxRow& to)
      : connection_(&connection), context_(&context), from_(&from), to_(&to) {}

  /// By ascending UID.
  [[nodiscard]] Result<void> run(std::span<const PendingRelocation> messages);

 private:
  using Pending = std::vector<const PendingRelocation*>;
  using Found = std::unordered_map<std::uint32_t, ServerMessage>;

  [[nodiscard]] Result<Found> look_at(const Pending& messages);
  [[nodiscard]] Result<Pending> sort_out(const Pending& messages, const Found& found);
  [[nodiscard]] Result<void> journal_start(const Pending& messages);
  [[nodiscard]] Result<void> move(const Pending& messages);
  [[nodiscard]] Result<void> journal_moved(const Pending& messages, const imap::CopyUid* uids);
  [[nodiscard]] Result<void> journal_refused(const Pending& messages, const std::string& text);
  void leave(const Pending& messages, const std::string& why);

  ServerConnection* connection_;
  UploadContext* context_;
  const journal::MailboxRow* from_;
  const journal::MailboxRow* to_;
};

}  // namespace mailhaul::migrate
