#include "migrate/delta/vanished_index.hpp"

#include <algorithm>

namespace mailhaul::migrate {

void VanishedIndex::add(std::span<const journal::VanishedMessage> messages) {
  messages_.insert(messages_.end(), messages.begin(), messages.end());
  std::ranges::stable_sort(messages_, {}, &journal::VanishedMessage::fingerprint);
  taken_.assign(messages_.size(), false);
  left_ = messages_.size();
  for (const journal::VanishedMessage& each : messages) {
    largest_ = std::max(largest_, each.wire_size);
  }
}

std::optional<journal::VanishedMessage> VanishedIndex::take(const journal::Fingerprint& fingerprint,
                                                            journal::MailboxId mailbox) {
  const auto equal =
      std::ranges::equal_range(messages_, fingerprint, {}, &journal::VanishedMessage::fingerprint);
  std::optional<std::size_t> chosen;
  for (auto each = equal.begin(); each != equal.end(); ++each) {
    const auto index = static_cast<std::size_t>(each - messages_.begin());
    if (taken_[index]) {
      continue;
    }
    if (each->mailbox == mailbox) {
      chosen = index;
      break;
    }
    chosen = chosen.value_or(index);
  }
  if (!chosen) {
    return std::nullopt;
  }
  taken_[*chosen] = true;
  --left_;
  return messages_[*chosen];
}

}  // namespace mailhaul::migrate
