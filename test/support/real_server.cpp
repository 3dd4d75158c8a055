#include "real_server.hpp"

#include "support/certificates.hpp"

#include <arpa/inet.h>
#include <chrono>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <utility>

#include <mailhaul/base/unique_fd.hpp>

namespace mailhaul::test {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kPatience{120};
constexpr int kRetryMs = 5;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

template <typename Address>
UniqueFd try_connect(const Address& address) {
  const auto* const generic = reinterpret_cast<const sockaddr*>(&address);
  UniqueFd socket(::socket(generic->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  return ::connect(socket.get(), generic, sizeof address) == 0 ? std::move(socket) : UniqueFd();
}

bool greets(const UniqueFd& socket) {
  pollfd readable{.fd = socket.get(), .events = POLLIN, .revents = 0};
  char first = '\0';
  return ::poll(&readable, 1, static_cast<int>(std::chrono::milliseconds(kPatience).count())) ==
             1 &&
         ::recv(socket.get(), &first, 1, 0) == 1 && first == '*';
}

/// Tries until it works, or until the server has ended or is too late.
void await(const std::function<bool()>& works, const ChildProcess& server,
           const std::string& what) {
  const Clock::time_point deadline = Clock::now() + kPatience;
  while (!works()) {
    if (!server.is_running() || Clock::now() > deadline) {
      throw std::runtime_error(what + " did not come; the server wrote: " + server.output() +
                               server.errors());
    }
    ::poll(nullptr, 0, kRetryMs);
  }
}

}  // namespace

RealServer::RealServer(std::string name, std::unique_ptr<PrivateRoot> root,
                       std::vector<ChildProcess> processes, Ports ports)
    : name_(std::move(name)),
      root_(std::move(root)),
      processes_(std::move(processes)),
      ports_(ports) {}

void RealServer::kill() {
  for (ChildProcess& process : processes_) {
    process.kill();
  }
}

std::string with_root(std::string text, const PrivateRoot& root) {
  constexpr std::string_view kWord = "{root}";
  for (std::size_t at = text.find(kWord); at != std::string::npos; at = text.find(kWord)) {
    text.replace(at, kWord.size(), root.path(""));
  }
  return text;
}

void write_certificates(const PrivateRoot& root) {
  const ::test::CertificateAuthority authority("Private Server Authority");
  const ::test::PemPair leaf = authority.issue(
      {.common_name = "localhost", .dns_names = {"localhost"}, .addresses = {RealServer::host()}});
  root.write_file("ca.pem", authority.pem());
  root.write_file("cert.pem", leaf.certificate);
  root.write_file("key.pem", leaf.key, 0600);
}

void await_greeting(std::uint16_t port, const ChildProcess& server) {
  await(
      [port] {
        const UniqueFd socket = try_connect(loopback(port));
        return socket.valid() && greets(socket);
      },
      server, "a greeting");
}

void await_socket(const std::string& path, const ChildProcess& server) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  await([&address] { return try_connect(address).valid(); }, server, path);
}

}  // namespace mailhaul::test
