#include "cutting_proxy.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <poll.h>
#include <stdexcept>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <utility>

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

/// One direction of a connection.
struct Lane {
  int from = -1;
  int to = -1;
  std::atomic<std::uint64_t>* carried = nullptr;
  std::uint64_t left = kNoLimit;
  Disturbance how = Disturbance::Cut;
  bool is_read = true;
  /// Nobody is there to take it, but it is read to its end.
  bool is_discarded = false;
};

enum class Step { GoesOn, Ended, LimitReached };

/// Carries what is there, up to the limit.
Step carry_some(Lane& lane) {
  std::array<char, 4096> buffer{};
  const ssize_t received = ::recv(lane.from, buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (received < 0 && errno == EAGAIN) {
    return Step::GoesOn;
  }
  if (received <= 0) {
    return Step::Ended;
  }
  if (lane.is_discarded) {
    return Step::GoesOn;
  }
  const std::size_t count =
      std::min<std::uint64_t>(static_cast<std::uint64_t>(received), lane.left);
  lane.left -= count;
  *lane.carried += count;
  lane.is_discarded = !send_all(lane.to, buffer.data(), count);
  return lane.left > 0 ? Step::GoesOn : Step::LimitReached;
}

/// One client's connection, until both ends are to be closed.
class Connection {
 public:
  Connection(Lane to_server, Lane to_client) : to_server_(to_server), to_client_(to_client) {}

  void run(int next_client, int stop_fd) {
    bool goes_on = (to_server_.left > 0 || disturb(to_server_)) &&
                   (to_client_.left > 0 || disturb(to_client_));
    while (goes_on) {
      std::array<pollfd, 3> wait{
          pollfd{.fd = to_server_.is_read ? to_server_.from : -1, .events = POLLIN, .revents = 0},
          pollfd{.fd = to_client_.is_read ? to_client_.from : -1, .events = POLLIN, .revents = 0},
          // Whoever calls again has given the stalled connection up.
          pollfd{.fd = is_stalled_ ? next_client : -1, .events = POLLIN, .revents = 0}};
      goes_on = net::wait_for(wait, {.stop_fd = stop_fd}).has_value() && wait[2].revents == 0 &&
                (wait[0].revents == 0 || carry_to_server()) &&
                (wait[1].revents == 0 || carry_to_client());
    }
  }

 private:
  bool carry_to_server() {
    const Step step = carry_some(to_server_);
    if (step == Step::Ended) {
      ::shutdown(to_server_.to, SHUT_WR);
      to_server_.is_read = false;
      to_client_.is_discarded = true;
    }
    return step != Step::LimitReached || disturb(to_server_);
  }

  bool carry_to_client() {
    const Step step = carry_some(to_client_);
    return step == Step::GoesOn || (step == Step::LimitReached && disturb(to_client_));
  }

  /// A lane has carried all that it may; false if that is the end of the connection.
  bool disturb(Lane& lane) {
    lane.left = kNoLimit;
    if (lane.how == Disturbance::HalfClose) {
      ::shutdown(lane.to, SHUT_WR);
      lane.is_discarded = true;
    } else if (lane.how == Disturbance::Stall) {
      is_stalled_ = true;
      lane.is_read = false;
    }
    return lane.how != Disturbance::Cut;
  }

  Lane to_server_;
  Lane to_client_;
  bool is_stalled_ = false;
};

}  // namespace

CuttingProxy::CuttingProxy(std::uint16_t server_port, std::optional<Cut> cut)
    : listener_(open_listener()),
      stop_(::eventfd(0, EFD_CLOEXEC)),
      server_port_(server_port),
      cut_(cut),
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
    carry(client->get(), server->get(), std::exchange(cut_, std::nullopt));
  }
}

void CuttingProxy::carry(int client, int server, const std::optional<Cut>& cut) {
  Lane to_server{.from = client, .to = server, .carried = &to_server_};
  Lane to_client{.from = server, .to = client, .carried = &to_client_};
  if (cut) {
    Lane& lane = cut->direction == Direction::ToServer ? to_server : to_client;
    lane.left = cut->after;
    lane.how = cut->how;
  }
  Connection(to_server, to_client).run(listener_.fd(), stop_.get());
}

}  // namespace mailhaul::crash
