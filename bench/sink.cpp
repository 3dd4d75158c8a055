/// bench_sink [-LITERAL+] [-MULTIAPPEND] [-UIDPLUS]: a server that stores nothing, so that only the
/// client is measured. Prints its port and serves one connection after the other until it is
/// killed.
#include "bench/sink_session.hpp"

#include <cerrno>
#include <cstdio>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <vector>

#include <fmt/format.h>

#include <mailhaul/net/listener.hpp>

namespace {

using mailhaul::UniqueFd;
using mailhaul::bench::SinkSession;

void await(const UniqueFd& socket, short events) {
  pollfd entry{.fd = socket.get(), .events = events, .revents = 0};
  ::poll(&entry, 1, -1);
}

bool send_all(const UniqueFd& socket, std::string_view octets) {
  while (!octets.empty()) {
    const ssize_t sent = ::send(socket.get(), octets.data(), octets.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      octets.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno == EAGAIN) {
      await(socket, POLLOUT);
    } else {
      return false;
    }
  }
  return true;
}

void serve(const UniqueFd& socket, SinkSession session) {
  std::vector<char> buffer(std::size_t{256} * 1024);
  std::string replies = session.feed({});
  while (send_all(socket, replies) && !session.is_over()) {
    await(socket, POLLIN);
    const ssize_t octets = ::recv(socket.get(), buffer.data(), buffer.size(), 0);
    if (octets == 0 || (octets < 0 && errno != EAGAIN)) {
      return;
    }
    replies = octets < 0 ? std::string()
                         : session.feed({buffer.data(), static_cast<std::size_t>(octets)});
  }
}

}  // namespace

int main(int argc, char** argv) {
  mailhaul::bench::SinkAbilities abilities;
  for (const std::string_view word : std::vector<std::string_view>(argv + 1, argv + argc)) {
    abilities.literal_plus = abilities.literal_plus && word != "-LITERAL+";
    abilities.multiappend = abilities.multiappend && word != "-MULTIAPPEND";
    abilities.uidplus = abilities.uidplus && word != "-UIDPLUS";
  }
  const auto listener = mailhaul::net::Listener::open(0);
  if (!listener) {
    fmt::print(stderr, "bench_sink: {}\n", listener.error().text);
    return 1;
  }
  fmt::print("{}\n", listener->port());
  std::fflush(stdout);
  mailhaul::bench::SinkMailboxes mailboxes;
  while (const auto socket = listener->accept({})) {
    serve(*socket, SinkSession(abilities, mailboxes));
  }
  return 0;
}
