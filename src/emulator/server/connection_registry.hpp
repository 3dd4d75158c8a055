/// The connections that are open, for limits (E4), for IDLE and for stopping them. Thread-safe.
#pragma once

#include "emulator/wire/wire.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include <mailhaul/emulator/profile.hpp>

namespace mailhaul::emulator {

class ConnectionRegistry {
 public:
  explicit ConnectionRegistry(const ConnectionRules& rules) : rules_(rules) {}

  /// The new connection's number, from 1. The wire must stay until `remove`.
  std::uint64_t add(Wire& wire, std::string address);
  void remove(std::uint64_t id);

  /// False if the server or this connection's address has more connections than allowed.
  [[nodiscard]] bool is_within_limits(std::uint64_t id) const;

  /// False, and nothing noted, if the user has all the connections allowed.
  [[nodiscard]] bool sign_in(std::uint64_t id, const std::string& user);

  [[nodiscard]] std::size_t count() const;

  /// Wakes every connection but this one, for IDLE.
  void wake_others(std::uint64_t id) const;

  /// Stops every connection; each ends by itself soon after.
  void stop_all() const;

 private:
  struct Entry {
    Wire* wire = nullptr;
    std::string address;
    std::string user;
  };

  mutable std::mutex mutex_;
  ConnectionRules rules_;
  std::map<std::uint64_t, Entry> entries_;
  std::uint64_t next_id_ = 1;
};

}  // namespace mailhaul::emulator
