/// Removes messages from one mailbox by UID, and nothing else: with UIDPLUS by UID EXPUNGE, without
/// it by an EXPUNGE that other people's \Deleted marks are kept out of.
#pragma once

#include "migrate/locate/server_message.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/journal/journal.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

/// Messages of one removal: short enough for Exchange, long enough to cost few round trips.
inline constexpr std::size_t kRemovalBatch = 200;

/// Why nothing may be removed from a mailbox.
enum class RemovalObstacle {
  AnotherGeneration,  ///< its UIDVALIDITY is not the one that the journal knows
  ReadOnly,           ///< the server lets nobody change it
};

enum class RemovalAccess {
  Look,  ///< nothing is changed
  Change,
};

/// False for a message that the server shows, or may show, but not so that anybody could tell which
/// it is. It is the same as no row.
[[nodiscard]] bool is_readable(const ServerMessage& message);

class MailboxRemoval {
 public:
  /// Selects the mailbox, which must exist, and puts back what an earlier run took off. `journal`
  /// must outlive the object; it must not be within a group of writes here and below.
  static Result<MailboxRemoval> open(ServerConnection& connection, journal::Journal& journal,
                                     const journal::MailboxRow& mailbox, RemovalAccess access);

  [[nodiscard]] std::optional<RemovalObstacle> obstacle() const { return obstacle_; }

  /// What now is under these UIDs; the ones that are missing are not on the server. Among them may
  /// be some that are not readable.
  [[nodiscard]] Result<std::unordered_map<std::uint32_t, ServerMessage>> look_at(
      std::span<const std::uint32_t> uids);

  /// Removes these (ascending), and gives those that are gone; the others the server kept. Before
  /// the call the journal must know that they are being removed. Refused, and nothing expunged, if
  /// a mark of somebody else cannot be taken off, or the server does not say clearly what is
  /// marked; after any other error some may be gone and others not. What is kept loses our mark
  /// again, but not one that the last look_at or the search for marks saw on it before.
  [[nodiscard]] Result<std::vector<std::uint32_t>> expunge(std::span<const std::uint32_t> uids);

  /// Takes \Deleted off again.
  [[nodiscard]] Result<void> unmark(std::span<const std::uint32_t> uids);

  /// Puts foreign marks back and leaves the mailbox.
  [[nodiscard]] Result<void> finish();

 private:
  MailboxRemoval(ServerConnection& connection, journal::Journal& journal,
                 journal::MailboxRow mailbox)
      : connection_(&connection), journal_(&journal), mailbox_(std::move(mailbox)) {}

  /// Which of ours must be marked when nobody else's is.
  enum class OwnMarks { Some, All };

  [[nodiscard]] Result<void> select(RemovalAccess access);
  [[nodiscard]] Result<std::unordered_map<std::uint32_t, ServerMessage>> fetch(
      std::span<const std::uint32_t> uids);
  [[nodiscard]] Result<void> set_deleted(std::span<const std::uint32_t> uids, bool deleted);
  [[nodiscard]] Result<std::vector<std::uint32_t>> find_deleted();
  [[nodiscard]] Result<void> spare_others(std::span<const std::uint32_t> ours, OwnMarks own);
  [[nodiscard]] Result<void> expunge_by_uid(std::span<const std::uint32_t> uids);
  [[nodiscard]] Result<void> expunge_marked();
  [[nodiscard]] Result<void> take_own_marks_off(std::span<const std::uint32_t> uids);
  [[nodiscard]] Result<void> note_foreign(std::span<const std::uint32_t> uids);
  [[nodiscard]] Result<void> put_marks_back();

  ServerConnection* connection_;
  journal::Journal* journal_;
  journal::MailboxRow mailbox_;
  std::optional<RemovalObstacle> obstacle_;
  /// Of those that were looked at last: what bears \Deleted that we did not set.
  std::unordered_set<std::uint32_t> marked_before_;
};

}  // namespace mailhaul::migrate
