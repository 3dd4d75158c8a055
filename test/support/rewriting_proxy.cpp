#include "support/rewriting_proxy.hpp"

#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <string_view>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <utility>

namespace mailhaul::test {

namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

UniqueFd open_socket() {
  return UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

UniqueFd connect_to_loopback(std::uint16_t port) {
  UniqueFd socket = open_socket();
  const sockaddr_in address = loopback(port);
  const bool connected =
      ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  return connected ? std::move(socket) : UniqueFd();
}

/// The first of these that can be read, once there is one.
int wait_for_any(const std::array<int, 3>& sockets) {
  std::array<pollfd, 3> wait{};
  for (std::size_t i = 0; i < sockets.size(); ++i) {
    wait[i] = {.fd = sockets[i], .events = POLLIN, .revents = 0};
  }
  while (::poll(wait.data(), wait.size(), -1) < 0) {
  }
  for (const pollfd& each : wait) {
    if (each.revents != 0) {
      return each.fd;
    }
  }
  return -1;
}

bool send_all(int socket, std::string_view octets) {
  while (!octets.empty()) {
    const ssize_t sent = ::send(socket, octets.data(), octets.size(), MSG_NOSIGNAL);
    if (sent <= 0) {
      return false;
    }
    octets.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

/// What is there to be read; empty at the end.
std::string receive(int socket) {
  std::array<char, 4096> buffer{};
  const ssize_t count = ::recv(socket, buffer.data(), buffer.size(), 0);
  return count > 0 ? std::string(buffer.data(), static_cast<std::size_t>(count)) : std::string();
}

}  // namespace

RewritingProxy::RewritingProxy(std::uint16_t server_port, Rewrite rewrite)
    : server_port_(server_port),
      rewrite_(std::move(rewrite)),
      listener_(open_socket()),
      stop_(::eventfd(0, EFD_CLOEXEC)) {
  sockaddr_in address = loopback(0);
  socklen_t length = sizeof(address);
  if (::bind(listener_.get(), reinterpret_cast<const sockaddr*>(&address), length) != 0 ||
      ::listen(listener_.get(), 4) != 0 ||
      ::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &length) != 0) {
    throw std::runtime_error("a proxy cannot listen");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

RewritingProxy::~RewritingProxy() {
  ::eventfd_write(stop_.get(), 1);
  thread_.join();
}

void RewritingProxy::serve() {
  while (wait_for_any({stop_.get(), listener_.get(), -1}) == listener_.get()) {
    const UniqueFd client(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    const UniqueFd server = connect_to_loopback(server_port_);
    if (client.get() >= 0 && server.get() >= 0) {
      carry(client.get(), server.get());
    }
  }
}

void RewritingProxy::carry(int client, int server) {
  std::string pending;
  for (;;) {
    const int ready = wait_for_any({stop_.get(), client, server});
    if (ready == server) {
      if (!carry_answer(client, server, pending)) {
        return;
      }
    } else if (ready == client) {
      const std::string octets = receive(client);
      if (octets.empty() || !send_all(server, octets)) {
        return;
      }
    } else {
      return;
    }
  }
}

bool RewritingProxy::carry_answer(int client, int server, std::string& pending) {
  const std::string octets = receive(server);
  pending += octets;
  std::string rewritten;
  for (std::size_t end = pending.find("\r\n"); end != std::string::npos;
       end = pending.find("\r\n")) {
    rewritten += rewrite_(pending.substr(0, end + 2));
    pending.erase(0, end + 2);
  }
  return send_all(client, rewritten) && !octets.empty();
}

}  // namespace mailhaul::test
