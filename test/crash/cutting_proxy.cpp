#include "cutting_proxy.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <poll.h>
#include <stdexcept>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <mailhaul/net/socket.hpp>
#include <mailhaul/net/wait.hpp>

namespace mailhaul::crash {
namespace {

constexpr auto kNoLimit = std::numeric_limits<std::uint64_t>::max();

net::Listener open_listener() {
  auto listener = net::Listener::open(0);
  if (!listener) {
    throw std::runtime_error(listener.error().message());
  }
  return *std::move(listener);
}

std::uint64_t limit_of(const Cut* cut, Direction direction) {
  return cut != nullptr && cut->direction == direction ? cut->after : kNoLimit;
}

/// Sends all of it, however long the peer takes; false if the peer is gone.
bool send_all(int fd, const char* octets, std::size_t count) {
  while (count > 0) {
    const ssize_t sent = ::send(fd, octets, count, MSG_NOSIGNAL);
    if (sent < 0) {
      std::array<pollfd, 1> wait{pollfd{.fd = fd, .events = POLLOUT, .revents = 0}};
      if (errno != EAGAIN || !net::wait_for(wait, {})) {
        return false;
      }
      continue;
    }
    octets += sent;
    count -= static_cast<std::size_t>(sent);
  }
  return true;
}

/// Carries what is there; false when the connection ends or `limit` octets were carried.
bool carry_some(int from, int to, std::atomic<std::uint64_t>& carried, std::uint64_t& limit) {
  std::array<char, 4096> buffer{};
  const ssize_t received = ::recv(from, buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (received < 0) {
    return errno == EAGAIN;
  }
  const std::size_t count = std::min<std::uint64_t>(static_cast<std::uint64_t>(received), limit);
  limit -= count;
  carried += count;
  return received > 0 && send_all(to, buffer.data(), count) && limit > 0;
}

}  // namespace

CuttingProxy::CuttingProxy(std::uint16_t server_port, const Cut* cut)
    : listener_(open_listener()),
      stop_(::eventfd(0, EFD_CLOEXEC)),
      server_port_(server_port),
      limit_to_server_(limit_of(cut, Direction::ToServer)),
      limit_to_client_(limit_of(cut, Direction::ToClient)),
      thread_([this] { serve(); }) {}

CuttingProxy::~CuttingProxy() {
  ::eventfd_write(stop_.get(), 1);
  thread_.join();
}

void CuttingProxy::serve() {
  for (;;) {
    const auto client = listener_.accept({.stop_fd = stop_.get()});
    if (!client) {
      return;
    }
    const auto server = net::connect_to("127.0.0.1", server_port_, {.stop_fd = stop_.get()});
    if (!server) {
      return;
    }
    carry(client->get(), server->get(), limit_to_server_, limit_to_client_);
    limit_to_server_ = kNoLimit;
    limit_to_client_ = kNoLimit;
  }
}

void CuttingProxy::carry(int client, int server, std::uint64_t limit_to_server,
                         std::uint64_t limit_to_client) {
  bool goes_on = limit_to_server > 0 && limit_to_client > 0;
  while (goes_on) {
    std::array<pollfd, 2> wait{pollfd{.fd = client, .events = POLLIN, .revents = 0},
                               pollfd{.fd = server, .events = POLLIN, .revents = 0}};
    if (!net::wait_for(wait, {.stop_fd = stop_.get()})) {
      return;
    }
    if (wait[0].revents != 0) {
      goes_on = carry_some(client, server, to_server_, limit_to_server);
    }
    if (goes_on && wait[1].revents != 0) {
      goes_on = carry_some(server, client, to_client_, limit_to_client);
    }
  }
}

}  // namespace mailhaul::crash
