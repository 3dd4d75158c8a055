/// Some messages on their way from one mailbox to another. Every step is journalled before the
/// command that takes it, so that after a crash a look at the server says where each message is.
#pragma once

#include "migrate/locate/server_message.hpp"
#include "migrate/upload/upload_context.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
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

  /// By ascending UID. A copy that is in doubt and not seen is made again if `doubt_is_over`;
  /// otherwise it is left for later.
  [[nodiscard]] Result<void> run(std::span<const PendingRelocation> messages, bool doubt_is_over);

 private:
  using Pending = std::vector<const PendingRelocation*>;
  using Found = std::unordered_map<std::uint32_t, ServerMessage>;

  /// A message and the UID of its copy.
  struct Copied {
    journal::MessageRow row;
    std::uint32_t uid = 0;
  };

  // Where the messages are.
  [[nodiscard]] Result<bool> select_former(const Pending& messages);
  [[nodiscard]] Result<void> give_up(const Pending& messages);
  [[nodiscard]] Result<Found> look_at(const Pending& messages);
  [[nodiscard]] Result<Pending> sort_out(const Pending& messages);
  [[nodiscard]] Result<std::uint32_t> journal_start(const Pending& messages);
  [[nodiscard]] Result<void> start_anew(const Pending& messages, const std::string& why);

  // By MOVE.
  [[nodiscard]] Result<void> move(const Pending& messages);
  [[nodiscard]] Result<void> move_ready(const Pending& messages);
  [[nodiscard]] Result<void> journal_moved(const Pending& messages, const imap::CopyUid* uids);
  [[nodiscard]] Result<void> journal_refused(const Pending& messages, const std::string& why);

  // By COPY and removal.
  [[nodiscard]] Result<void> take_copies(const Pending& messages);
  [[nodiscard]] Result<void> copy(const Pending& messages, bool doubt_is_over);
  [[nodiscard]] Result<void> copy_ready(const Pending& messages);
  [[nodiscard]] Result<Pending> find_copies(const Pending& messages);
  [[nodiscard]] Result<void> journal_copies(const Pending& messages, const imap::CopyUid& uids);
  [[nodiscard]] Result<void> remove_originals();
  [[nodiscard]] std::vector<std::uint32_t> still_ours(const Found& found) const;
  [[nodiscard]] Result<void> journal_removed(const std::vector<std::uint32_t>& kept);

  /// Lists them as needing attention; the next run tries again unless `advice` says otherwise.
  void leave(const Pending& messages, const std::string& why,
             std::string_view advice = "run the same command again");
  void leave_originals(std::size_t count);

  ServerConnection* connection_;
  UploadContext* context_;
  const journal::MailboxRow* from_;
  const journal::MailboxRow* to_;
  std::vector<Copied> copied_;
};

/// From the tagged reply, or from an untagged OK before it as RFC 6851 section 4.3 has it; nullptr
/// if the server did not say.
[[nodiscard]] const imap::CopyUid* copy_uid_of(const Reply& reply);

/// The UID that a message got, as far as the server says and the UIDs of that mailbox are known.
[[nodiscard]] std::optional<std::uint32_t> uid_after(const imap::CopyUid* uids,
                                                     std::uint32_t before,
                                                     std::uint32_t uidvalidity);

}  // namespace mailhaul::migrate
