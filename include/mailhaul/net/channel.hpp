/// One connected stream: a socket, with TLS on it or not. Never blocks except where a WaitLimit is
/// taken.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/result.hpp>
#include <mailhaul/base/unique_fd.hpp>
#include <mailhaul/net/tls.hpp>
#include <mailhaul/net/wait.hpp>

namespace mailhaul::net {

struct ReadOutcome {
  /// Octets put into the buffer; 0 without `end` means that there is nothing now.
  std::size_t octets = 0;
  /// The peer ended the stream in order: close_notify with TLS, FIN without.
  bool end = false;
};

struct Interest {
  bool read = false;
  bool write = false;
};

/// All false: the deadline passed. A broken connection is readable: reading tells how it ended.
struct Readiness {
  bool readable = false;
  bool writable = false;
  bool woken = false;
};

class Channel {
 public:
  /// Takes over a connected stream socket of any kind and makes it non-blocking.
  [[nodiscard]] static Result<Channel> over(UniqueFd socket);

  /// Does the handshake. On a client that has already exchanged plaintext (STARTTLS), octets that
  /// the server sent ahead of the handshake are ErrorKind::Protocol: they may come from someone in
  /// between (RFC 3207 section 6, CVE-2011-0411). Other errors: ErrorKind::Tls,
  /// ErrorKind::Unreachable when the deadline passes, ErrorKind::Interrupted.
  [[nodiscard]] Result<void> start_tls(Tls tls, WaitLimit limit);

  /// Null without TLS.
  [[nodiscard]] const Tls* tls() const { return tls_ ? &*tls_ : nullptr; }

  /// ErrorKind::Disconnected if the connection is lost; with TLS also if it ends without
  /// close_notify.
  [[nodiscard]] Result<ReadOutcome> read_some(std::span<char> buffer);

  /// Hands as much of `views`, in order, to the transport as it takes now; the number of octets.
  /// Once the socket is full nothing is taken until wait() has found it writable.
  /// ErrorKind::Disconnected if the connection is lost.
  [[nodiscard]] Result<std::size_t> write_some(std::span<const ByteView> views);

  /// Writes what TLS has produced and the socket has not yet taken. True if nothing of it is left.
  [[nodiscard]] Result<bool> flush();

  /// Until one of the wishes comes true or `work_fd` is readable. Ciphertext that waits for the
  /// socket is flushed in passing.
  [[nodiscard]] Result<Readiness> wait(Interest interest, WaitLimit limit, int work_fd = -1);

  /// Plaintext octets handed to the transport since the beginning, with and without TLS. Octets
  /// beyond this number cannot have reached the peer; those below may have.
  [[nodiscard]] std::uint64_t octets_handed_over() const { return handed_over_; }

  /// Ends our direction in order: what is pending, close_notify, FIN. Reading goes on.
  [[nodiscard]] Result<void> finish_writing(WaitLimit limit);

  /// Cuts the connection; what the kernel has not sent yet is thrown away. The channel is dead.
  void abort();

  /// See is_loopback_peer().
  [[nodiscard]] bool is_loopback() const;

 private:
  explicit Channel(UniqueFd socket) : socket_(std::move(socket)) {}

  [[nodiscard]] Result<void> refuse_early_octets() const;
  [[nodiscard]] Result<void> shake_hands(WaitLimit limit);
  [[nodiscard]] Result<void> flush_all(WaitLimit limit);
  [[nodiscard]] Result<ReadOutcome> receive(std::span<char> buffer);
  [[nodiscard]] Result<ReadOutcome> read_tls(std::span<char> buffer);
  [[nodiscard]] Result<std::size_t> send(std::span<const ByteView> views);
  [[nodiscard]] Result<std::size_t> write_plain(std::span<const ByteView> views);
  [[nodiscard]] Result<std::size_t> write_tls(std::span<const ByteView> views);

  UniqueFd socket_;
  std::optional<Tls> tls_;
  Bytes received_ciphertext_;  ///< room for the next octets from the socket
  bool may_hold_plaintext_ = false;
  bool poisoned_ = false;
  /// The socket took less than it was given; poll has to say when it takes more.
  bool is_full_ = false;
  std::uint64_t handed_over_ = 0;
  std::uint64_t received_ = 0;  ///< octets from the socket
};

}  // namespace mailhaul::net
