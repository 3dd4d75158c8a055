#include "resolver.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <iterator>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <vector>

#include <fmt/format.h>

#include <mailhaul/net/socket.hpp>

namespace mailhaul::net {

namespace {

/// RFC 8305 section 5, Connection Attempt Delay.
constexpr std::chrono::milliseconds kAttemptDelay{250};

void set_option(int fd, int level, int name, int value) {
  // A local socket has no TCP options; nothing depends on them but speed and patience.
  [[maybe_unused]] const int ignored = ::setsockopt(fd, level, name, &value, sizeof value);
}

/// One round of connection attempts to the addresses of one host.
class Race {
 public:
  Race(const std::vector<Address>& addresses, WaitLimit limit, std::string where)
      : addresses_(addresses), limit_(limit), where_(std::move(where)) {}

  Result<UniqueFd> run();

 private:
  struct Attempt {
    UniqueFd socket;
    const Address* address;
  };

  [[nodiscard]] bool exhausted() const { return next_ == addresses_.size(); }

  void start_next();
  void note_failure(const Address& address, int error);
  [[nodiscard]] UniqueFd settle(const std::vector<pollfd>& entries);
  [[nodiscard]] Result<WaitEnd> wait(std::vector<pollfd>& entries) const;
  [[nodiscard]] Error summary() const;

  const std::vector<Address>& addresses_;
  WaitLimit limit_;
  std::string where_;
  std::size_t next_ = 0;
  Deadline next_start_ = Deadline::min();
  std::vector<Attempt> pending_;
  std::vector<std::string> failures_;
  bool all_refused_ = true;
};

void Race::note_failure(const Address& address, int error) {
  all_refused_ = all_refused_ && error == ECONNREFUSED;
  const char* const reason = error == ECONNREFUSED ? "connection refused"
                             : error == ETIMEDOUT  ? "timed out"
                                                   : std::strerror(error);
  failures_.push_back(fmt::format("{}: {}", address.display, reason));
}

void Race::start_next() {
  const Address& address = addresses_[next_++];
  next_start_ = Clock::now() + kAttemptDelay;
  UniqueFd socket(::socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!socket.valid()) {
    note_failure(address, errno);
    return;
  }
  if (!prepare_socket(socket.get())) {
    note_failure(address, EIO);
    return;
  }
  // The sockets API takes every kind of address through this one type.
  const auto* generic = reinterpret_cast<const sockaddr*>(&address.storage);
  if (::connect(socket.get(), generic, address.length) != 0 && errno != EINPROGRESS &&
      errno != EINTR) {
    note_failure(address, errno);
    return;
  }
  pending_.push_back({.socket = std::move(socket), .address = &address});
}

Result<WaitEnd> Race::wait(std::vector<pollfd>& entries) const {
  entries.clear();
  for (const Attempt& attempt : pending_) {
    entries.push_back({.fd = attempt.socket.get(), .events = POLLOUT, .revents = 0});
  }
  WaitLimit limit = limit_;
  if (!exhausted()) {
    limit.deadline = std::min(limit.deadline, next_start_);
  }
  return wait_for(entries, limit);
}

/// The socket that is connected, if one is; failed ones leave the race.
UniqueFd Race::settle(const std::vector<pollfd>& entries) {
  std::vector<Attempt> still_pending;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].revents == 0) {
      still_pending.push_back(std::move(pending_[i]));
      continue;
    }
    int error = 0;
    socklen_t length = sizeof error;
    if (::getsockopt(entries[i].fd, SOL_SOCKET, SO_ERROR, &error, &length) != 0) {
      error = errno;
    }
    if (error == 0) {
      return std::move(pending_[i].socket);
    }
    note_failure(*pending_[i].address, error);
  }
  pending_ = std::move(still_pending);
  return {};
}

Error Race::summary() const {
  return {.kind = ErrorKind::Unreachable,
          .text = fmt::format("no connection: {}", fmt::join(failures_, "; ")),
          .where = where_,
          .hint = all_refused_ ? "nothing listens there: check --host and --port"
                               : "check --host and --port, and that no firewall is in the way"};
}

Result<UniqueFd> Race::run() {
  std::vector<pollfd> entries;
  while (true) {
    if (!exhausted() && (pending_.empty() || Clock::now() >= next_start_)) {
      start_next();
      continue;
    }
    if (pending_.empty()) {
      return fail(summary());
    }
    const auto end = wait(entries);
    if (!end) {
      return fail(end.error());
    }
    if (UniqueFd winner = settle(entries); winner.valid()) {
      return winner;
    }
    if (*end == WaitEnd::TimedOut && Clock::now() >= limit_.deadline) {
      for (const Attempt& attempt : pending_) {
        note_failure(*attempt.address, ETIMEDOUT);
      }
      return fail(summary());
    }
  }
}

}  // namespace

Result<UniqueFd> connect_to(const std::string& host, std::uint16_t port, WaitLimit limit) {
  auto addresses = resolve(host, port, limit);
  if (!addresses) {
    return fail(std::move(addresses.error()));
  }
  return Race(*addresses, limit, format_endpoint(host, port)).run();
}

Result<void> prepare_socket(int fd) {
  const int flags = ::fcntl(fd, F_GETFL);
  if (flags < 0 || ::fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0) {
    return fail(ErrorKind::Internal,
                fmt::format("the socket cannot be made non-blocking: {}", std::strerror(errno)));
  }
  set_option(fd, IPPROTO_TCP, TCP_NODELAY, 1);
  set_option(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
  // A peer that vanished is noticed after two minutes of silence, also while it owes an answer.
  set_option(fd, IPPROTO_TCP, TCP_KEEPIDLE, 60);
  set_option(fd, IPPROTO_TCP, TCP_KEEPINTVL, 15);
  set_option(fd, IPPROTO_TCP, TCP_KEEPCNT, 4);
  return {};
}

bool is_loopback_peer(int fd) {
  sockaddr_storage storage{};
  socklen_t length = sizeof storage;
  if (::getpeername(fd, reinterpret_cast<sockaddr*>(&storage), &length) != 0) {
    return false;
  }
  if (storage.ss_family == AF_UNIX) {
    return true;
  }
  if (storage.ss_family == AF_INET) {
    sockaddr_in address{};
    std::memcpy(&address, &storage, sizeof address);
    return (ntohl(address.sin_addr.s_addr) >> 24U) == IN_LOOPBACKNET;
  }
  if (storage.ss_family == AF_INET6) {
    sockaddr_in6 address{};
    std::memcpy(&address, &storage, sizeof address);
    const auto& octets = address.sin6_addr.s6_addr;
    const bool mapped = IN6_IS_ADDR_V4MAPPED(&address.sin6_addr) != 0;
    return mapped ? octets[12] == IN_LOOPBACKNET : IN6_IS_ADDR_LOOPBACK(&address.sin6_addr) != 0;
  }
  return false;
}

std::string format_endpoint(const std::string& host, std::uint16_t port) {
  return host.find(':') == std::string::npos ? fmt::format("{}:{}", host, port)
                                             : fmt::format("[{}]:{}", host, port);
}

}  // namespace mailhaul::net
