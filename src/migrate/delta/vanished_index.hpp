/// Stored messages that have no name at the source any more, by their content: a new name with the
/// same content is one of them, renamed or moved.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <span>
#include <unordered_map>

#include <mailhaul/journal/types.hpp>

namespace mailhaul::migrate {

class VanishedIndex {
 public:
  /// In the order in which they are to be taken.
  void add(std::span<const journal::VanishedMessage> messages);

  /// The next message of this content, and one that lies in `mailbox` already before any other;
  /// each is given once.
  [[nodiscard]] std::optional<journal::VanishedMessage> take(
      const journal::Fingerprint& fingerprint, journal::MailboxId mailbox);

  [[nodiscard]] bool empty() const { return by_content_.empty(); }

 private:
  struct Hash {
    /// A part of a SHA-256 is a good hash as it is.
    std::size_t operator()(const journal::Fingerprint& fingerprint) const noexcept;
  };

  std::unordered_map<journal::Fingerprint, std::deque<journal::VanishedMessage>, Hash> by_content_;
};

}  // namespace mailhaul::migrate
