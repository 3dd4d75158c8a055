/// TCP connections to a named host.
#pragma once

#include <cstdint>
#include <string>

#include <mailhaul/base/result.hpp>
#include <mailhaul/base/unique_fd.hpp>
#include <mailhaul/net/wait.hpp>

namespace mailhaul::net {

/// Connects to `host`, a name or an address without brackets. Every address of the host is tried in
/// the resolver's order: the next one starts when one fails, or after a quarter of a second, and
/// the first that answers wins (RFC 8305). The socket is non-blocking, with TCP_NODELAY and
/// keepalive.
/// ErrorKind::Unreachable says for each address what happened; ErrorKind::Interrupted if the
/// limit's stop descriptor ended the wait.
[[nodiscard]] Result<UniqueFd> connect_to(const std::string& host, std::uint16_t port,
                                          WaitLimit limit);

/// Non-blocking, without delay, with keepalive. Options that the kind of socket lacks are left out.
[[nodiscard]] Result<void> prepare_socket(int fd);

/// True if what is sent here does not leave this machine: a loopback address or a local socket.
[[nodiscard]] bool is_loopback_peer(int fd);

/// "host:port", or "[address]:port" for IPv6.
[[nodiscard]] std::string format_endpoint(const std::string& host, std::uint16_t port);

}  // namespace mailhaul::net
