/// Messages that have no name at the source any more, by their content: a new name with the same
/// content is one of them, renamed or moved.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <mailhaul/journal/types.hpp>

namespace mailhaul::migrate {

/// 64 bytes a message.
class VanishedIndex {
 public:
  /// In the order in which equal ones are to be taken. None may have been taken yet.
  void add(std::span<const journal::VanishedMessage> messages);

  /// The next message of this content, and one that lies in `mailbox` already before any other;
  /// each is given once.
  [[nodiscard]] std::optional<journal::VanishedMessage> take(
      const journal::Fingerprint& fingerprint, journal::MailboxId mailbox);

  /// Octets of the largest in wire form, taken or not; 0 if there is none.
  [[nodiscard]] std::uint64_t largest() const { return largest_; }

  [[nodiscard]] bool empty() const { return left_ == 0; }

 private:
  std::vector<journal::VanishedMessage> messages_;  ///< by content
  std::vector<bool> taken_;                         ///< beside messages_
  std::size_t left_ = 0;
  std::uint64_t largest_ = 0;
};

}  // namespace mailhaul::migrate
