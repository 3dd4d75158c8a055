/// Stands between a client and a server and cuts their first connection after a number of octets.
#pragma once

#include <atomic>
#include <cstdint>
#include <thread>

#include <mailhaul/base/unique_fd.hpp>
#include <mailhaul/net/listener.hpp>

namespace mailhaul::crash {

enum class Direction { ToServer, ToClient };

/// What is carried before the cut; nothing of the octets after it arrives.
struct Cut {
  Direction direction = Direction::ToServer;
  std::uint64_t after = 0;
};

/// Carries one connection at a time, on loopback.
class CuttingProxy {
 public:
  /// Without a cut, octets are only counted. Throws std::runtime_error if it cannot listen.
  CuttingProxy(std::uint16_t server_port, const Cut* cut);
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
  void carry(int client, int server, std::uint64_t limit_to_server, std::uint64_t limit_to_client);

  net::Listener listener_;
  UniqueFd stop_;
  std::uint16_t server_port_;
  std::uint64_t limit_to_server_;
  std::uint64_t limit_to_client_;
  std::atomic<std::uint64_t> to_server_ = 0;
  std::atomic<std::uint64_t> to_client_ = 0;
  std::thread thread_;
};

}  // namespace mailhaul::crash
