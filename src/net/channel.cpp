#include "record_writer.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <sys/uio.h>

#include <fmt/format.h>

#include <mailhaul/net/channel.hpp>
#include <mailhaul/net/socket.hpp>

namespace mailhaul::net {

namespace {

/// Views in one sendmsg(2); the kernel takes 1024 at most, and half a megabyte at once is plenty.
constexpr std::size_t kViewsAtOnce = 256;
/// Plaintext that TLS takes before its ciphertext has to be gone.
constexpr std::size_t kPlaintextAtOnce = std::size_t{128} * 1024;
constexpr std::size_t kCiphertextPiece = std::size_t{64} * 1024;

Error lost(int error) {
  return {.kind = ErrorKind::Disconnected,
          .text = fmt::format("the connection is lost: {}", std::strerror(error))};
}

bool would_block(int error) {
  return error == EAGAIN || error == EWOULDBLOCK;
}

/// iovec has no const: sendmsg(2) only reads.
iovec as_iovec(ByteView view) {
  return {.iov_base = const_cast<char*>(view.data()), .iov_len = view.size()};
}

}  // namespace

Result<Channel> Channel::over(UniqueFd socket) {
  if (auto prepared = prepare_socket(socket.get()); !prepared) {
    return fail(std::move(prepared.error()));
  }
  return Channel(std::move(socket));
}

Result<void> Channel::start_tls(Tls tls, WaitLimit limit) {
  if (tls.is_client()) {
    if (auto clean = refuse_early_octets(); !clean) {
      return clean;
    }
  }
  tls_ = std::move(tls);
  auto done = shake_hands(limit);
  if (!done) {
    // The alert tells the peer's administrator the same; whether it gets there changes nothing.
    [[maybe_unused]] const auto ignored = flush();
    return done;
  }
  may_hold_plaintext_ = true;
  return {};
}

Result<void> Channel::refuse_early_octets() const {
  if (received_ == 0) {
    // Implicit TLS: a server that greets in plaintext is recognised by the handshake.
    return {};
  }
  char octet = 0;
  if (::recv(socket_.get(), &octet, 1, MSG_PEEK | MSG_DONTWAIT) > 0) {
    return fail(ErrorKind::Protocol,
                "the server sent data between its answer to STARTTLS and the TLS handshake", {},
                "someone between here and the server may be inserting it: use --tls implicit");
  }
  return {};
}

Result<void> Channel::shake_hands(WaitLimit limit) {
  Bytes buffer(kCiphertextPiece, '\0');
  while (true) {
    const auto done = tls_->handshake();
    if (!done) {
      return fail(done.error());
    }
    // A server that hung up may have said why before; that is read below.
    auto flushed = flush_all(limit);
    if (!flushed && flushed.error().kind != ErrorKind::Disconnected) {
      return flushed;
    }
    if (*done) {
      return flushed;
    }
    std::array<pollfd, 1> entries{pollfd{.fd = socket_.get(), .events = POLLIN, .revents = 0}};
    const auto end = wait_for(entries, limit);
    if (!end) {
      return fail(end.error());
    }
    if (*end == WaitEnd::TimedOut) {
      return fail(ErrorKind::Unreachable, "the TLS handshake was not finished in time");
    }
    const auto received = receive(buffer);
    if (!received || received->end) {
      return fail(tls_->handshake_cut_off());
    }
    tls_->feed(ByteView(buffer).substr(0, received->octets));
  }
}

Result<void> Channel::flush_all(WaitLimit limit) {
  while (true) {
    const auto flushed = flush();
    if (!flushed) {
      return fail(flushed.error());
    }
    if (*flushed) {
      return {};
    }
    std::array<pollfd, 1> entries{pollfd{.fd = socket_.get(), .events = POLLOUT, .revents = 0}};
    const auto end = wait_for(entries, limit);
    if (!end) {
      return fail(end.error());
    }
    if (*end == WaitEnd::TimedOut) {
      return fail(ErrorKind::Unreachable, "the peer took no data in time");
    }
    is_full_ = false;
  }
}

Result<ReadOutcome> Channel::receive(std::span<char> buffer) {
  ssize_t octets = 0;
  do {
    octets = ::recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
  } while (octets < 0 && errno == EINTR);
  if (octets > 0) {
    received_ += static_cast<std::uint64_t>(octets);
    return ReadOutcome{.octets = static_cast<std::size_t>(octets)};
  }
  if (octets < 0 && !would_block(errno)) {
    return fail(lost(errno));
  }
  return ReadOutcome{.end = octets == 0};
}

Result<ReadOutcome> Channel::read_some(std::span<char> buffer) {
  return tls_ ? read_tls(buffer) : receive(buffer);
}

Result<ReadOutcome> Channel::read_tls(std::span<char> buffer) {
  received_ciphertext_.resize(kCiphertextPiece);
  while (true) {
    const auto octets = tls_->read(buffer);
    if (!octets) {
      return fail(octets.error());
    }
    may_hold_plaintext_ = *octets > 0;
    if (*octets > 0 || tls_->peer_closed()) {
      return ReadOutcome{.octets = *octets, .end = *octets == 0};
    }
    auto received = receive(received_ciphertext_);
    if (!received) {
      return received;
    }
    if (received->end) {
      return fail(ErrorKind::Disconnected,
                  "the TLS stream ended without close_notify, so it may have been cut off");
    }
    if (received->octets == 0) {
      return ReadOutcome{};
    }
    tls_->feed(ByteView(received_ciphertext_).substr(0, received->octets));
  }
}

Result<std::size_t> Channel::write_some(std::span<const ByteView> views) {
  return tls_ ? write_tls(views) : write_plain(views);
}

/// Octets sent, 0 if the socket takes nothing now.
Result<std::size_t> Channel::send(std::span<const ByteView> views) {
  if (is_full_) {
    return std::size_t{0};
  }
  std::array<iovec, kViewsAtOnce> entries{};
  const std::size_t count = std::min(views.size(), entries.size());
  std::size_t wanted = 0;
  for (std::size_t i = 0; i < count; ++i) {
    entries[i] = as_iovec(views[i]);
    wanted += views[i].size();
  }
  msghdr message{};
  message.msg_iov = entries.data();
  message.msg_iovlen = count;
  ssize_t sent = 0;
  do {
    sent = ::sendmsg(socket_.get(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
  } while (sent < 0 && errno == EINTR);
  if (sent < 0 && !would_block(errno)) {
    return fail(lost(errno));
  }
  const auto taken = static_cast<std::size_t>(std::max<ssize_t>(sent, 0));
  is_full_ = taken < wanted;
  return taken;
}

Result<std::size_t> Channel::write_plain(std::span<const ByteView> views) {
  const auto sent = send(views);
  handed_over_ += sent.value_or(0);
  return sent;
}

Result<std::size_t> Channel::write_tls(std::span<const ByteView> views) {
  const auto empty = flush();
  if (!empty) {
    return fail(empty.error());
  }
  if (!*empty) {
    return std::size_t{0};
  }
  auto encrypted = write_records(*tls_, views, kPlaintextAtOnce);
  if (!encrypted) {
    // Records of this call that were made before it failed must not go out: they are not counted.
    poisoned_ = true;
    return encrypted;
  }
  handed_over_ += *encrypted;
  if (const auto flushed = flush(); !flushed) {
    return fail(flushed.error());
  }
  return encrypted;
}

Result<bool> Channel::flush() {
  if (poisoned_) {
    return fail(ErrorKind::Disconnected, "TLS cannot send any more");
  }
  while (tls_ && !tls_->outgoing().empty()) {
    const std::array<ByteView, 1> rest{tls_->outgoing()};
    const auto sent = send(rest);
    if (!sent) {
      return fail(sent.error());
    }
    if (*sent == 0) {
      return false;
    }
    tls_->consume(*sent);
  }
  return true;
}

Result<Readiness> Channel::wait(Interest interest, WaitLimit limit, int work_fd) {
  while (true) {
    const auto flushed = flush();
    // A failed flush shows as an error when the caller reads or writes, after what can still be
    // read.
    const bool unsent = flushed && !*flushed;
    const bool buffered = interest.read && may_hold_plaintext_;
    std::array<pollfd, 2> entries{pollfd{.fd = socket_.get(), .events = 0, .revents = 0},
                                  pollfd{.fd = work_fd, .events = POLLIN, .revents = 0}};
    entries[0].events =
        static_cast<short>((interest.read ? POLLIN : 0) | (interest.write || unsent ? POLLOUT : 0));
    WaitLimit now_or_later = limit;
    if (buffered || !flushed) {
      now_or_later.deadline = Deadline::min();
    }
    const auto end = wait_for(entries, now_or_later);
    if (!end) {
      return fail(end.error());
    }
    if (*end == WaitEnd::TimedOut && !buffered && flushed) {
      return Readiness{};
    }
    const short events = entries[0].revents;
    const bool broken = !flushed || (events & (POLLERR | POLLHUP | POLLNVAL)) != 0;
    is_full_ = is_full_ && !broken && (events & POLLOUT) == 0;
    const Readiness readiness{
        .readable = interest.read && (buffered || broken || (events & POLLIN) != 0),
        .writable = interest.write && (broken || (events & POLLOUT) != 0),
        .woken = entries[1].revents != 0};
    if (readiness.readable || readiness.writable || readiness.woken) {
      return readiness;
    }
  }
}

Result<void> Channel::finish_writing(WaitLimit limit) {
  if (tls_) {
    tls_->close_notify();
    if (auto flushed = flush_all(limit); !flushed) {
      return flushed;
    }
  }
  if (::shutdown(socket_.get(), SHUT_WR) != 0) {
    return fail(lost(errno));
  }
  return {};
}

void Channel::abort() {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  [[maybe_unused]] const int ignored =
      ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  socket_.reset();
}

bool Channel::is_loopback() const {
  return is_loopback_peer(socket_.get());
}

}  // namespace mailhaul::net
