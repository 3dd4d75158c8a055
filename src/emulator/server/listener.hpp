/// Accepts connections and gives each a thread.
#pragma once

#include "emulator/store/world.hpp"

#include <atomic>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include <mailhaul/base/result.hpp>
#include <mailhaul/base/unique_fd.hpp>
#include <mailhaul/net/certificate.hpp>
#include <mailhaul/net/listener.hpp>
#include <mailhaul/net/tls_options.hpp>
#include <mailhaul/net/wakeup.hpp>

namespace mailhaul::emulator {

class Listener {
 public:
  static Result<std::unique_ptr<Listener>> open(std::shared_ptr<World> world);

  Listener(std::shared_ptr<World> world, net::Listener socket, net::Wakeup stop,
           std::optional<net::TlsServerContext> tls, std::string certificate);
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  Listener(Listener&&) = delete;
  Listener& operator=(Listener&&) = delete;
  ~Listener();

  [[nodiscard]] std::uint16_t port() const { return socket_.port(); }

  [[nodiscard]] const std::string& certificate() const { return certificate_; }

  /// Serves a connected socket in a thread of its own.
  Result<void> serve(UniqueFd socket, std::string address);

 private:
  struct Worker {
    std::atomic<bool> done = false;
    std::thread thread;
  };

  void accept_loop();
  /// Joins the threads of connections that ended.
  void reap();

  std::shared_ptr<World> world_;
  net::Listener socket_;
  net::Wakeup stop_;
  std::optional<net::TlsServerContext> tls_;
  std::string certificate_;
  std::mutex mutex_;
  std::list<Worker> workers_;
  bool stopping_ = false;
  std::thread accepter_;
};

}  // namespace mailhaul::emulator
