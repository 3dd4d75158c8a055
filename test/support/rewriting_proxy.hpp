/// Stands between a client and a server without TLS and rewrites what the server says, line by
/// line.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <thread>

#include <mailhaul/base/unique_fd.hpp>

namespace mailhaul::test {

/// Carries one connection at a time, on loopback.
class RewritingProxy {
 public:
  /// Is given a line with its CRLF, of a literal too, and gives what the client reads in its place.
  /// Runs on the thread of the proxy; what it changes may be read once the proxy is gone.
  using Rewrite = std::function<std::string(const std::string& line)>;

  /// Throws std::runtime_error if it cannot listen.
  RewritingProxy(std::uint16_t server_port, Rewrite rewrite);
  RewritingProxy(const RewritingProxy&) = delete;
  RewritingProxy& operator=(const RewritingProxy&) = delete;
  RewritingProxy(RewritingProxy&&) = delete;
  RewritingProxy& operator=(RewritingProxy&&) = delete;
  ~RewritingProxy();

  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  void serve();
  void carry(int client, int server);
  /// False at the end of what the server says.
  bool carry_answer(int client, int server, std::string& pending);

  std::uint16_t server_port_;
  Rewrite rewrite_;
  UniqueFd listener_;
  UniqueFd stop_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace mailhaul::test
