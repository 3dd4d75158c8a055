/// The server's end of one connection: a socket, with TLS on it or not.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/unique_fd.hpp>
#include <mailhaul/net/tls.hpp>
#include <mailhaul/net/wakeup.hpp>

namespace mailhaul::emulator {

enum class WireEnd {
  None,      ///< there is more
  TimedOut,  ///< nothing came in time
  Woken,     ///< somebody notified `Wire::wakeup`
  Lost,      ///< the peer is gone or broke TLS
  Stopped,   ///< `Wire::stop` was called
};

/// One thread reads and writes; `stop` and `wakeup().notify()` may be called from others.
class Wire {
 public:
  static Result<std::unique_ptr<Wire>> make(UniqueFd socket);

  Wire(UniqueFd socket, net::Wakeup wakeup, net::Wakeup stop)
      : socket_(std::move(socket)), wakeup_(std::move(wakeup)), stop_(std::move(stop)) {}

  /// Appends at least one octet to `out`, or says why not.
  [[nodiscard]] WireEnd read(Bytes& out, std::chrono::milliseconds timeout);

  /// False if the peer is gone or the wire was stopped.
  [[nodiscard]] bool write(ByteView bytes);

  /// Waits for the client's handshake; false if it fails.
  [[nodiscard]] bool start_tls(const net::TlsServerContext& context,
                               std::chrono::milliseconds timeout);

  [[nodiscard]] bool has_tls() const { return tls_.has_value(); }

  /// Whether octets wait in the socket, without waiting for them.
  [[nodiscard]] bool has_input() const;

  /// Sleeps; false if `stop` ended it.
  [[nodiscard]] bool pause(std::chrono::milliseconds time);

  /// Ends the stream in order: close_notify, then FIN.
  void close();

  /// Cuts the connection, without close_notify.
  void cut();

  /// Makes every further read and write fail.
  void stop() const { stop_.notify(); }

  [[nodiscard]] const net::Wakeup& wakeup() const { return wakeup_; }

 private:
  [[nodiscard]] WireEnd wait(short events, std::chrono::steady_clock::time_point deadline);
  [[nodiscard]] WireEnd receive(Bytes& out, std::chrono::steady_clock::time_point deadline);
  [[nodiscard]] bool send_all(ByteView bytes);
  [[nodiscard]] bool send_ciphertext();
  [[nodiscard]] WireEnd decrypt(Bytes& out);

  UniqueFd socket_;
  net::Wakeup wakeup_;
  net::Wakeup stop_;
  std::optional<net::Tls> tls_;
};

}  // namespace mailhaul::emulator
