#include "migrate/delta/vanished_index.hpp"

#include <algorithm>
#include <cstring>

namespace mailhaul::migrate {

std::size_t VanishedIndex::Hash::operator()(
    const journal::Fingerprint& fingerprint) const noexcept {
  std::size_t value = 0;
  std::memcpy(&value, fingerprint.data(), sizeof value);
  return value;
}

void VanishedIndex::add(std::span<const journal::VanishedMessage> messages) {
  for (const journal::VanishedMessage& message : messages) {
    by_content_[message.fingerprint].push_back(message);
  }
}

std::optional<journal::VanishedMessage> VanishedIndex::take(const journal::Fingerprint& fingerprint,
                                                            journal::MailboxId mailbox) {
  const auto found = by_content_.find(fingerprint);
  if (found == by_content_.end()) {
    return std::nullopt;
  }
  auto& messages = found->second;
  auto chosen = std::ranges::find(messages, mailbox, &journal::VanishedMessage::mailbox);
  if (chosen == messages.end()) {
    chosen = messages.begin();
  }
  const journal::VanishedMessage message = *chosen;
  messages.erase(chosen);
  if (messages.empty()) {
    by_content_.erase(found);
  }
  return message;
}

}  // namespace mailhaul::migrate
