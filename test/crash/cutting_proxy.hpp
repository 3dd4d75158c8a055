/// Stands between a client and a server and disturbs their first connection after a number of
/// octets.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <thread>

#include <mailhaul/base/unique_fd.hpp>
#include <mailhaul/net/listener.hpp>

namespace mailhaul::crash {

enum class Direction { ToServer, ToClient };

enum class Disturbance {
  Cut,        ///< both ends are closed at once
  Stall,      ///< nothing is read in this direction any more until the client comes back
  HalfClose,  ///< the receiver reads the end of the stream and may go on to write
};

/// What is carried before it happens; nothing of the octets after it arrives.
struct Cut {
  Direction direction = Direction::ToServer;
  std::uint64_t after = 0;
  Disturbance how = Disturbance::Cut;
};

/// Carries one connection at a time, on loopback. The next one has to wait until the server has
/// ended its side, with everything read that the client had sent: so a client that comes back finds
/// a server that is done with the past.
class CuttingProxy {
 public:
  /// Without a cut, octets are only counted. Throws std::runtime_error if it cannot listen.
  CuttingProxy(std::uint16_t server_port, std::optional<Cut> cut);
  CuttingProxy(const CuttingProxy&) = delete;
  CuttingProxy& operator=(const CuttingProxy&) = delete;
  CuttingProxy(CuttingProxy&&) = delete;
  CuttingProxy& operator=(CuttingProxy&&) = delete;
  ~CuttingProxy();

  [[nodiscard]] std::uint16_t port() const { return listener_.port(); }

  /// Octets carried so far.
  [[nodiscard]] std::uint64_t carried(Direction direction) const {
    return direction == Direction::ToServer ? to_server_ : to_client_;
  }

 private:
  void serve();
  void carry(int client, int server, const std::optional<Cut>& cut);

  net::Listener listener_;
  UniqueFd stop_;
  std::uint16_t server_port_;
  std::optional<Cut> cut_;
  std::atomic<std::uint64_t> to_server_ = 0;
  std::atomic<std::uint64_t> to_client_ = 0;
  std::thread thread_;
};

}  // namespace mailhaul::crash
