#include "emulator/server/connection_registry.hpp"

#include <algorithm>

namespace mailhaul::emulator {

std::uint64_t ConnectionRegistry::add(Wire& wire, std::string address) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t id = next_id_++;
  entries_[id] = {.wire = &wire, .address = std::move(address), .user = {}};
  return id;
}

void ConnectionRegistry::remove(std::uint64_t id) {
  const std::lock_guard lock(mutex_);
  entries_.erase(id);
}

bool ConnectionRegistry::is_within_limits(std::uint64_t id) const {
  const std::lock_guard lock(mutex_);
  const std::string& address = entries_.at(id).address;
  const auto from_here = std::ranges::count_if(
      entries_, [&](const auto& entry) { return entry.second.address == address; });
  return entries_.size() <= rules_.total &&
         static_cast<std::uint64_t>(from_here) <= rules_.per_address;
}

bool ConnectionRegistry::sign_in(std::uint64_t id, const std::string& user) {
  const std::lock_guard lock(mutex_);
  const auto signed_in =
      std::ranges::count_if(entries_, [&](const auto& entry) { return entry.second.user == user; });
  if (static_cast<std::uint64_t>(signed_in) >= rules_.per_user) {
    return false;
  }
  entries_.at(id).user = user;
  return true;
}

std::size_t ConnectionRegistry::count() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

void ConnectionRegistry::wake_others(std::uint64_t id) const {
  const std::lock_guard lock(mutex_);
  for (const auto& [other, entry] : entries_) {
    if (other != id) {
      entry.wire->wakeup().notify();
    }
  }
}

void ConnectionRegistry::stop_all() const {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, entry] : entries_) {
    entry.wire->stop();
  }
}

}  // namespace mailhaul::emulator
