#include "emulator/wire/wire.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <mailhaul/net/socket.hpp>

namespace mailhaul::emulator {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kPiece = 64 * 1024;
/// A client that takes nothing for so long is gone.
constexpr std::chrono::seconds kWriteTimeout{120};

int milliseconds_until(SteadyClock::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - SteadyClock::now());
  return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 24L * 3600 * 1000));
}

}  // namespace

Result<std::unique_ptr<Wire>> Wire::make(UniqueFd socket) {
  if (auto prepared = net::prepare_socket(socket.get()); !prepared) {
    return fail(prepared.error());
  }
  auto wakeup = net::Wakeup::make();
  auto stop = net::Wakeup::make();
  if (!wakeup || !stop) {
    return fail(wakeup ? stop.error() : wakeup.error());
  }
  return std::make_unique<Wire>(std::move(socket), std::move(*wakeup), std::move(*stop));
}

WireEnd Wire::wait(short events, SteadyClock::time_point deadline) {
  while (true) {
    std::array<pollfd, 3> entries = {{{.fd = socket_.get(), .events = events, .revents = 0},
                                      {.fd = stop_.fd(), .events = POLLIN, .revents = 0},
                                      {.fd = wakeup_.fd(), .events = POLLIN, .revents = 0}}};
    const int ready = ::poll(entries.data(), entries.size(), milliseconds_until(deadline));
    if (ready < 0 && errno == EINTR) {
      continue;
    }
    if (entries[1].revents != 0) {
      return WireEnd::Stopped;
    }
    if (entries[0].revents != 0) {
      return WireEnd::None;
    }
    if (entries[2].revents != 0) {
      wakeup_.drain();
      if (events == POLLIN) {
        return WireEnd::Woken;
      }
      continue;
    }
    return ready == 0 ? WireEnd::TimedOut : WireEnd::Lost;
  }
}

WireEnd Wire::receive(Bytes& out, SteadyClock::time_point deadline) {
  std::array<char, kPiece> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled below
  while (true) {
    const auto got = ::recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got > 0) {
      out.append(buffer.data(), static_cast<std::size_t>(got));
      return WireEnd::None;
    }
    if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
      return WireEnd::Lost;
    }
    if (const WireEnd end = wait(POLLIN, deadline); end != WireEnd::None) {
      return end;
    }
  }
}

WireEnd Wire::decrypt(Bytes& out) {
  std::array<char, kPiece> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled below
  bool any = false;
  while (true) {
    const auto got = tls_->read(buffer);
    if (!got) {
      return WireEnd::Lost;
    }
    if (*got == 0) {
      break;
    }
    out.append(buffer.data(), *got);
    any = true;
  }
  // A new TLS 1.3 key may want to be acknowledged.
  if (!send_ciphertext() || (!any && tls_->peer_closed())) {
    return WireEnd::Lost;
  }
  return any ? WireEnd::None : WireEnd::TimedOut;
}

WireEnd Wire::read(Bytes& out, std::chrono::milliseconds timeout) {
  const auto deadline = SteadyClock::now() + timeout;
  if (!tls_) {
    return receive(out, deadline);
  }
  if (const WireEnd end = decrypt(out); end != WireEnd::TimedOut) {
    return end;
  }
  while (true) {
    Bytes ciphertext;
    if (const WireEnd end = receive(ciphertext, deadline); end != WireEnd::None) {
      return end;
    }
    tls_->feed(ciphertext);
    if (const WireEnd end = decrypt(out); end != WireEnd::TimedOut) {
      return end;
    }
  }
}

bool Wire::send_all(ByteView bytes) {
  const auto deadline = SteadyClock::now() + kWriteTimeout;
  while (!bytes.empty()) {
    const auto sent =
        ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
      continue;
    }
    if (sent < 0 && errno != EAGAIN && errno != EINTR) {
      return false;
    }
    if (wait(POLLOUT, deadline) != WireEnd::None) {
      return false;
    }
  }
  return true;
}

bool Wire::send_ciphertext() {
  const ByteView ciphertext = tls_->outgoing();
  if (!send_all(ciphertext)) {
    return false;
  }
  tls_->consume(ciphertext.size());
  return true;
}

bool Wire::write(ByteView bytes) {
  if (!tls_) {
    return send_all(bytes);
  }
  // In pieces, so that a message of 150 MB is not encrypted into memory at once.
  constexpr std::size_t kAtOnce = 1024 * 1024;
  while (!bytes.empty()) {
    const ByteView piece = bytes.substr(0, kAtOnce);
    if (!tls_->write(piece) || !send_ciphertext()) {
      return false;
    }
    bytes.remove_prefix(piece.size());
  }
  return true;
}

bool Wire::start_tls(const net::TlsServerContext& context, std::chrono::milliseconds timeout) {
  auto tls = net::Tls::accept(context);
  if (!tls) {
    return false;
  }
  tls_ = std::move(*tls);
  const auto deadline = SteadyClock::now() + timeout;
  while (true) {
    const auto done = tls_->handshake();
    if (!send_ciphertext() || !done) {
      return false;
    }
    if (*done) {
      return true;
    }
    Bytes ciphertext;
    if (receive(ciphertext, deadline) != WireEnd::None) {
      return false;
    }
    tls_->feed(ciphertext);
  }
}

bool Wire::pause(std::chrono::milliseconds time) {
  const auto deadline = SteadyClock::now() + time;
  pollfd entry = {.fd = stop_.fd(), .events = POLLIN, .revents = 0};
  while (const int left = milliseconds_until(deadline)) {
    ::poll(&entry, 1, left);
    if (entry.revents != 0) {
      return false;
    }
  }
  return true;
}

bool Wire::has_input() const {
  int octets = 0;
  return ::ioctl(socket_.get(), FIONREAD, &octets) == 0 && octets > 0;
}

void Wire::close() {
  if (tls_) {
    tls_->close_notify();
    [[maybe_unused]] const bool sent = send_ciphertext();
  }
  ::shutdown(socket_.get(), SHUT_RDWR);
  socket_.reset();
}

void Wire::cut() {
  socket_.reset();
}

}  // namespace mailhaul::emulator
