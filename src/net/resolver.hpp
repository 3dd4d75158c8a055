/// Host names to socket addresses, within a deadline.
#pragma once

#include <cstdint>
#include <string>
#include <sys/socket.h>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/net/wait.hpp>

namespace mailhaul::net {

struct Address {
  sockaddr_storage storage = {};
  socklen_t length = 0;
  /// "192.0.2.1 port 993".
  std::string display = {};
};

/// All stream addresses of `host`, in the order of getaddrinfo(3). ErrorKind::Unreachable if there
/// are none or the deadline passes first.
[[nodiscard]] Result<std::vector<Address>> resolve(const std::string& host, std::uint16_t port,
                                                   WaitLimit limit);

}  // namespace mailhaul::net
