/// The dates that the server gave to messages.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

/// A message in a mailbox.
struct MessageAddress {
  std::string mailbox;
  std::uint32_t uid = 0;
};

/// INTERNALDATE of each, in seconds since 1970; std::nullopt where there is no such message or the
/// server refuses to show it. No mailbox is selected afterwards if the server can UNSELECT.
Result<std::vector<std::optional<std::int64_t>>> fetch_internal_dates(
    ServerConnection& connection, const std::vector<MessageAddress>& messages);

}  // namespace mailhaul::migrate
