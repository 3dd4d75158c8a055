/// What the user is subscribed to, as LSUB lists it.
#pragma once

#include <optional>
#include <set>
#include <string>

#include <mailhaul/base/result.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

/// Asks the server once, when something is wanted for the first time. Serves one connection, which
/// must outlive it.
class Subscriptions {
 public:
  explicit Subscriptions(ServerConnection& connection) : connection_(&connection) {}

  [[nodiscard]] Result<bool> contains(const std::string& mailbox);

  /// UNSUBSCRIBE, if there is something to take back. What the server answers to that is no error.
  [[nodiscard]] Result<void> remove(const std::string& mailbox);

 private:
  [[nodiscard]] Result<void> read();

  ServerConnection* connection_;
  std::optional<std::set<std::string>> names_;
};

}  // namespace mailhaul::migrate
