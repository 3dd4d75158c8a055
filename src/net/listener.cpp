#include <array>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>

#include <fmt/format.h>

#include <mailhaul/net/listener.hpp>
#include <mailhaul/net/socket.hpp>

namespace mailhaul::net {

namespace {

/// Large enough for every connection that a run or a test makes at once.
constexpr int kBacklog = 128;

struct LoopbackAddress {
  sockaddr_storage storage = {};
  socklen_t length = 0;
};

LoopbackAddress make_address(std::uint16_t port, Loopback family) {
  LoopbackAddress address;
  if (family == Loopback::V4) {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    std::memcpy(&address.storage, &v4, sizeof v4);
    address.length = sizeof v4;
  } else {
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    v6.sin6_addr = in6addr_loopback;
    std::memcpy(&address.storage, &v6, sizeof v6);
    address.length = sizeof v6;
  }
  return address;
}

std::uint16_t bound_port(int fd) {
  sockaddr_storage storage{};
  socklen_t length = sizeof storage;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&storage), &length) != 0) {
    return 0;
  }
  // The port is at the same place for both families (RFC 3493 section 3.3).
  sockaddr_in address{};
  std::memcpy(&address, &storage, sizeof address);
  return ntohs(address.sin_port);
}

/// Conditions that end one connection and not the listening (accept(2), "Error handling").
bool is_transient(int error) {
  return error == EAGAIN || error == EINTR || error == ECONNABORTED || error == EPROTO ||
         error == ENETDOWN || error == EHOSTUNREACH || error == ENETUNREACH;
}

}  // namespace

Result<Listener> Listener::open(std::uint16_t port, Loopback family) {
  const LoopbackAddress address = make_address(port, family);
  UniqueFd socket(
      ::socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const int yes = 1;
  if (!socket.valid() ||
      ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
      ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address.storage), address.length) !=
          0 ||
      ::listen(socket.get(), kBacklog) != 0) {
    return fail(ErrorKind::Unreachable,
                fmt::format("cannot listen on loopback port {}: {}", port, std::strerror(errno)));
  }
  const std::uint16_t actual = bound_port(socket.get());
  return Listener(std::move(socket), actual);
}

Result<UniqueFd> Listener::accept(WaitLimit limit) const {
  while (true) {
    UniqueFd connection(::accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (connection.valid()) {
      if (auto prepared = prepare_socket(connection.get()); !prepared) {
        return fail(std::move(prepared.error()));
      }
      return connection;
    }
    if (!is_transient(errno)) {
      return fail(ErrorKind::Unreachable, fmt::format("accept failed: {}", std::strerror(errno)));
    }
    std::array<pollfd, 1> entries{pollfd{.fd = socket_.get(), .events = POLLIN, .revents = 0}};
    auto end = wait_for(entries, limit);
    if (!end) {
      return fail(std::move(end.error()));
    }
    if (*end == WaitEnd::TimedOut) {
      return fail(ErrorKind::Unreachable, "no connection came in time");
    }
  }
}

}  // namespace mailhaul::net
