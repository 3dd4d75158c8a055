#include "emulator/server/listener.hpp"

#include "emulator/commands/session.hpp"

#include <arpa/inet.h>
#include <array>
#include <fstream>
#include <iterator>
#include <sys/socket.h>

namespace mailhaul::emulator {

namespace {

std::string peer_address(int socket) {
  sockaddr_storage peer = {};
  socklen_t length = sizeof(peer);
  std::array<char, INET6_ADDRSTRLEN> text = {};
  auto* generic = reinterpret_cast<sockaddr*>(&peer);
  if (::getpeername(socket, generic, &length) != 0) {
    return "unknown";
  }
  const void* address = &reinterpret_cast<sockaddr_in*>(&peer)->sin_addr;
  if (peer.ss_family == AF_INET6) {
    address = &reinterpret_cast<sockaddr_in6*>(&peer)->sin6_addr;
  }
  ::inet_ntop(peer.ss_family, address, text.data(), text.size());
  return text.data();
}

Result<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return fail(ErrorKind::Configuration, "the file cannot be read", path.string());
  }
  return std::string(std::istreambuf_iterator<char>(file), {});
}

Result<net::ServerIdentity> make_identity(const Options& options) {
  if (options.certificate.empty()) {
    return net::make_self_signed({"localhost", "127.0.0.1", "::1"});
  }
  auto certificate = read_file(options.certificate);
  auto key = read_file(options.key);
  if (!certificate || !key) {
    return fail(certificate ? key.error() : certificate.error());
  }
  return net::ServerIdentity{.certificate_pem = std::move(*certificate),
                             .key_pem = Secret(std::move(*key))};
}

}  // namespace

Result<std::unique_ptr<Listener>> Listener::open(std::shared_ptr<World> world) {
  const Options& options = world->options();
  std::optional<net::TlsServerContext> tls;
  std::string certificate;
  if (options.tls != Tls::None) {
    auto identity = make_identity(options);
    if (!identity) {
      return fail(identity.error());
    }
    const auto least = net::parse_tls_version(options.tls_min);
    const auto most = net::parse_tls_version(options.tls_max);
    if (!least || !most) {
      return fail(ErrorKind::Configuration, "unknown TLS version",
                  least ? options.tls_max : options.tls_min);
    }
    auto context = net::TlsServerContext::make(*identity, *least, *most);
    if (!context) {
      return fail(context.error());
    }
    tls = std::move(*context);
    certificate = identity->certificate_pem;
  }
  const bool v6 = options.address.find(':') != std::string::npos;
  auto socket = net::Listener::open(options.port, v6 ? net::Loopback::V6 : net::Loopback::V4);
  auto stop = net::Wakeup::make();
  if (!socket || !stop) {
    return fail(socket ? stop.error() : socket.error());
  }
  return std::make_unique<Listener>(std::move(world), std::move(*socket), std::move(*stop),
                                    std::move(tls), std::move(certificate));
}

Listener::Listener(std::shared_ptr<World> world, net::Listener socket, net::Wakeup stop,
                   std::optional<net::TlsServerContext> tls, std::string certificate)
    : world_(std::move(world)),
      socket_(std::move(socket)),
      stop_(std::move(stop)),
      tls_(std::move(tls)),
      certificate_(std::move(certificate)),
      accepter_([this] { accept_loop(); }) {}

Listener::~Listener() {
  stop_.notify();
  accepter_.join();
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  world_->connections().stop_all();
  for (Worker& worker : workers_) {
    worker.thread.join();
  }
  const Lock lock = world_->lock();
  world_->run_deferred(true);
}

void Listener::accept_loop() {
  while (true) {
    auto socket = socket_.accept({.stop_fd = stop_.fd()});
    if (!socket) {
      if (socket.error().kind == ErrorKind::Interrupted) {
        return;
      }
      continue;
    }
    std::string address = peer_address(socket->get());
    [[maybe_unused]] const auto served = serve(std::move(*socket), std::move(address));
  }
}

void Listener::reap() {
  std::erase_if(workers_, [](Worker& worker) {
    if (!worker.done) {
      return false;
    }
    worker.thread.join();
    return true;
  });
}

Result<void> Listener::serve(UniqueFd socket, std::string address) {
  auto made = Wire::make(std::move(socket));
  if (!made) {
    return fail(made.error());
  }
  const std::lock_guard lock(mutex_);
  if (stopping_) {
    return fail(ErrorKind::Unreachable, "the emulated server has stopped");
  }
  reap();
  // Entered before the thread runs, so that a limit counts connections in the order of accept.
  const std::shared_ptr<Wire> wire = std::move(*made);
  const std::uint64_t id = world_->connections().add(*wire, address);
  world_->record(id, EventKind::Connect, {{"address", std::move(address)}});
  world_->events().saw_connections(world_->connections().count());
  Worker& worker = workers_.emplace_back();
  worker.thread = std::thread([world = world_, wire, id, tls = tls_, &done = worker.done] {
    {
      Session session(*world, *wire, id, tls);
      session.run();
    }
    world->connections().remove(id);
    done = true;
  });
  return {};
}

}  // namespace mailhaul::emulator
