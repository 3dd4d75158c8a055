#include "emulator/store/user_store.hpp"

#include "emulator/commands/mailbox_name.hpp"

#include <algorithm>
#include <utility>

namespace mailhaul::emulator {

std::shared_ptr<Mailbox> UserStore::find(std::string_view name) const {
  const auto found = tree_.find(mailbox_key(name));
  return found == tree_.end() ? nullptr : found->second;
}

bool UserStore::has_children(const Mailbox& mailbox) const {
  const std::string prefix = mailbox_key(mailbox.name) + "/";
  const auto next = tree_.lower_bound(prefix);
  return next != tree_.end() && next->first.starts_with(prefix);
}

std::shared_ptr<Mailbox> UserStore::create(Mailbox mailbox) {
  if (mailbox.id == 0) {
    mailbox.id = next_id_;
  }
  next_id_ = std::max(next_id_, mailbox.id + 1);
  if (mailbox.uid_validity == 0) {
    mailbox.uid_validity = next_validity_;
  }
  next_validity_ = std::max(next_validity_, mailbox.uid_validity + 1);
  auto created = std::make_shared<Mailbox>(std::move(mailbox));
  tree_[mailbox_key(created->name)] = created;
  tell(&StoreListener::created, *created);
  return created;
}

// By value: the caller may hand over the reference that the tree itself holds.
// NOLINTNEXTLINE(performance-unnecessary-value-param)
void UserStore::remove(std::shared_ptr<Mailbox> mailbox) {
  for (const Message& message : mailbox->messages) {
    stored_octets_ -= message.body.size;
  }
  tree_.erase(mailbox_key(mailbox->name));
  mailbox->deleted = true;
  ++mailbox->generation;
  tell(&StoreListener::deleted, *mailbox);
}

void UserStore::rename(const std::shared_ptr<Mailbox>& mailbox, const std::string& new_name) {
  const std::string old_name = mailbox->name;
  const std::string old_prefix = mailbox_key(old_name) + "/";
  std::vector<std::shared_ptr<Mailbox>> moved = {mailbox};
  for (const auto& [key, child] : tree_) {
    if (key.starts_with(old_prefix)) {
      moved.push_back(child);
    }
  }
  for (const auto& each : moved) {
    const std::string before = each->name;
    tree_.erase(mailbox_key(before));
    each->name = new_name + before.substr(old_name.size());
    tree_[mailbox_key(each->name)] = each;
    tell(&StoreListener::renamed, *each, std::string_view(before));
  }
}

void UserStore::subscribe(Mailbox& mailbox, bool subscribed) {
  mailbox.subscribed = subscribed;
  tell(&StoreListener::subscription_changed, mailbox);
}

std::uint32_t UserStore::append(Mailbox& mailbox, Message message) {
  if (message.uid == 0) {
    message.uid = mailbox.uid_next;
  }
  mailbox.uid_next = std::max(mailbox.uid_next, message.uid + 1);
  stored_octets_ += message.body.size;
  mailbox.messages.push_back(message);
  ++mailbox.generation;
  tell(&StoreListener::appended, mailbox, message);
  return message.uid;
}

void UserStore::set_flags(Mailbox& mailbox, Message& message, Flags flags, FlaggedBy by) {
  const Flags before = message.flags;
  if (!flags.has(Flags::kFlagged)) {
    message.flagged_by = FlaggedBy::Nobody;
  } else if (by == FlaggedBy::Store || !before.has(Flags::kFlagged)) {
    message.flagged_by = by;
  }
  message.flags = flags;
  tell(&StoreListener::flags_changed, mailbox, message, before);
}

std::vector<std::uint32_t> UserStore::expunge(Mailbox& mailbox,
                                              const std::function<bool(const Message&)>& doomed) {
  std::vector<std::uint32_t> uids;
  std::vector<Message> kept;
  kept.reserve(mailbox.messages.size());
  for (const Message& message : mailbox.messages) {
    if (doomed(message)) {
      uids.push_back(message.uid);
      stored_octets_ -= message.body.size;
      tell(&StoreListener::expunged, mailbox, message);
    } else {
      kept.push_back(message);
    }
  }
  if (!uids.empty()) {
    mailbox.messages = std::move(kept);
    ++mailbox.generation;
  }
  return uids;
}

void UserStore::invalidate(Mailbox& mailbox) {
  mailbox.uid_validity = next_validity_++;
  mailbox.uid_next = 1;
  for (Message& message : mailbox.messages) {
    message.uid = mailbox.uid_next++;
  }
  ++mailbox.generation;
  tell(&StoreListener::validity_changed, mailbox);
}

}  // namespace mailhaul::emulator
