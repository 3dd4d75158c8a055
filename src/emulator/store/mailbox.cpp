#include "emulator/store/mailbox.hpp"

#include <algorithm>

namespace mailhaul::emulator {

Message* Mailbox::find(std::uint32_t uid) {
  const auto place = std::ranges::lower_bound(messages, uid, {}, &Message::uid);
  return place != messages.end() && place->uid == uid ? &*place : nullptr;
}

bool Mailbox::has_unseen() const {
  return std::ranges::any_of(
      messages, [](const Message& message) { return !message.flags.has(Flags::kSeen); });
}

}  // namespace mailhaul::emulator
