/// A listening TCP socket on the loopback interface, for the emulated server and for tests.
#pragma once

#include <cstdint>

#include <mailhaul/base/result.hpp>
#include <mailhaul/base/unique_fd.hpp>
#include <mailhaul/net/wait.hpp>

namespace mailhaul::net {

enum class Loopback { V4, V6 };

class Listener {
 public:
  /// `port` 0 takes a free one. ErrorKind::Unreachable if the port is taken or the address family
  /// is missing.
  [[nodiscard]] static Result<Listener> open(std::uint16_t port, Loopback family = Loopback::V4);

  [[nodiscard]] std::uint16_t port() const { return port_; }

  /// For poll(2): readable when accept() has something.
  [[nodiscard]] int fd() const { return socket_.get(); }

  /// The next connection, prepared as by prepare_socket(). ErrorKind::Unreachable when the deadline
  /// passes, ErrorKind::Interrupted as the limit says.
  [[nodiscard]] Result<UniqueFd> accept(WaitLimit limit) const;

 private:
  Listener(UniqueFd socket, std::uint16_t port) : socket_(std::move(socket)), port_(port) {}

  UniqueFd socket_;
  std::uint16_t port_;
};

}  // namespace mailhaul::net
