#include "free_port.hpp"

#include <cstddef>
#include <cstdio>
#include <cstring>
#include <mutex>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include <mailhaul/base/unique_fd.hpp>

namespace mailhaul::test {

namespace {

constexpr unsigned kFirst = 12'000;
constexpr unsigned kCount = 20'000;

/// A local socket with the port in its name: it belongs to the same network namespace as the port,
/// and the kernel takes it back when the process ends, however that comes.
UniqueFd claim(std::uint16_t port) {
  UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  const int length = std::snprintf(&address.sun_path[1], sizeof address.sun_path - 1,
                                   "mailhaul-test-port-%u", static_cast<unsigned>(port));
  const auto size = offsetof(sockaddr_un, sun_path) + 1 + static_cast<std::size_t>(length);
  const bool is_ours = ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address),
                              static_cast<socklen_t>(size)) == 0;
  return is_ours ? std::move(socket) : UniqueFd();
}

bool is_unused(std::uint16_t port) {
  const UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  // As servers do, for what is left of connections that have ended.
  const int yes = 1;
  return ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
         ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
         ::listen(socket.get(), 1) == 0;
}

}  // namespace

std::uint16_t free_port() {
  static std::mutex mutex;
  static std::vector<UniqueFd> claims;
  // Processes that start together begin in different places.
  static unsigned next = static_cast<unsigned>(::getpid()) * 37;
  const std::lock_guard lock(mutex);
  for (unsigned tried = 0; tried < kCount; ++tried) {
    const auto port = static_cast<std::uint16_t>(kFirst + next++ % kCount);
    UniqueFd claimed = claim(port);
    if (claimed.valid() && is_unused(port)) {
      claims.push_back(std::move(claimed));
      return port;
    }
  }
  throw std::runtime_error("no free port");
}

}  // namespace mailhaul::test
