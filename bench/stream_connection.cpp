#include "bench/stream_connection.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <openssl/ssl.h>

namespace mailhaul::bench {
namespace {

/// As much as TLS takes at a time, so that reading gets its turn.
constexpr std::size_t kTlsPiece = std::size_t{64} * 1024;

UniqueFd connect_to_loopback(std::uint16_t port) {
  UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    std::perror("connect");
    std::exit(1);
  }
  const int on = 1;
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return socket;
}

/// What a call on a socket came to: octets, nothing now, or the end.
std::optional<std::size_t> settle(ssize_t octets, bool end_is_zero) {
  if (octets > 0) {
    return static_cast<std::size_t>(octets);
  }
  const bool later = octets < 0 && (errno == EAGAIN || errno == EINTR);
  return later || (octets == 0 && !end_is_zero) ? std::optional<std::size_t>(0) : std::nullopt;
}

std::optional<std::size_t> settle(const ssl_st* ssl, int done, std::size_t octets) {
  if (done == 1) {
    return octets;
  }
  const int reason = ::SSL_get_error(ssl, done);
  const bool later = reason == SSL_ERROR_WANT_READ || reason == SSL_ERROR_WANT_WRITE;
  return later ? std::optional<std::size_t>(0) : std::nullopt;
}

}  // namespace

StreamConnection::StreamConnection(std::uint16_t port, bool tls)
    : socket_(connect_to_loopback(port)) {
  if (tls) {
    context_ = ::SSL_CTX_new(::TLS_client_method());
    ::SSL_CTX_set_mode(context_,
                       SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    ssl_ = ::SSL_new(context_);
    ::SSL_set_fd(ssl_, socket_.get());
    if (::SSL_connect(ssl_) != 1) {
      std::fputs("the TLS handshake failed\n", stderr);
      std::exit(1);
    }
  }
  ::fcntl(socket_.get(), F_SETFL, O_NONBLOCK);
}

StreamConnection::~StreamConnection() {
  ::SSL_free(ssl_);
  ::SSL_CTX_free(context_);
}

std::optional<std::size_t> StreamConnection::write(std::string_view octets) {
  if (ssl_ == nullptr) {
    return settle(::send(socket_.get(), octets.data(), octets.size(), MSG_NOSIGNAL), false);
  }
  std::size_t written = 0;
  const int done =
      ::SSL_write_ex(ssl_, octets.data(), std::min(octets.size(), kTlsPiece), &written);
  return settle(ssl_, done, written);
}

std::optional<std::size_t> StreamConnection::read(std::span<char> buffer) {
  if (ssl_ == nullptr) {
    return settle(::recv(socket_.get(), buffer.data(), buffer.size(), 0), true);
  }
  std::size_t octets = 0;
  const int done = ::SSL_read_ex(ssl_, buffer.data(), buffer.size(), &octets);
  return settle(ssl_, done, octets);
}

void StreamConnection::wait(bool to_write) const {
  pollfd entry{.fd = socket_.get(),
               .events = static_cast<short>(POLLIN | (to_write ? POLLOUT : 0)),
               .revents = 0};
  ::poll(&entry, 1, -1);
}

}  // namespace mailhaul::bench
