#include <arpa/inet.h>
#include <cstring>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <mailhaul/base/unique_fd.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {
namespace {

constexpr const char* kElsewhere = "192.0.2.1";  // RFC 5737: an address for documentation

sockaddr_in address_elsewhere() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  ::inet_pton(AF_INET, kElsewhere, &address.sin_addr);
  return address;
}

/// Gives the loopback device of a new network namespace an address that is none of loopback's.
bool make_network() {
  if (::unshare(CLONE_NEWNET) != 0) {
    return false;
  }
  const UniqueFd control(::socket(AF_INET, SOCK_DGRAM, 0));
  ifreq request{};
  std::strncpy(request.ifr_name, "lo", IFNAMSIZ - 1);
  request.ifr_flags = IFF_UP;
  if (::ioctl(control.get(), SIOCSIFFLAGS, &request) != 0) {
    return false;
  }
  const sockaddr_in address = address_elsewhere();
  std::strncpy(request.ifr_name, "lo:1", IFNAMSIZ - 1);
  std::memcpy(&request.ifr_addr, &address, sizeof address);
  return ::ioctl(control.get(), SIOCSIFADDR, &request) == 0;
}

/// Connects without TLS to a listener elsewhere; 0 if no password was asked for or sent.
int connect_in_the_clear(bool allow_plaintext, ErrorKind expected) {
  if (!make_network()) {
    return 2;
  }
  const UniqueFd listener(::socket(AF_INET, SOCK_STREAM, 0));
  sockaddr_in address = address_elsewhere();
  socklen_t length = sizeof address;
  if (::bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), length) != 0 ||
      ::listen(listener.get(), 1) != 0 ||
      ::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &length) != 0) {
    return 3;
  }
  bool asked = false;
  SignInOptions sign_in{.user = "ada"};
  sign_in.secret = [&]() -> Result<Secret> {
    asked = true;
    return Secret(std::string("secret"));
  };
  ServerOptions server{.host = kElsewhere, .port = ntohs(address.sin_port), .tls = TlsMode::None};
  server.allow_plaintext = allow_plaintext;
  server.command_timeout = std::chrono::seconds(1);
  const Result<ServerConnection> connection = ServerConnection::open(server, sign_in, -1);
  if (connection || connection.error().kind != expected || asked) {
    return 4;
  }
  const bool names_the_option =
      connection.error().hint.find("--allow-plaintext") != std::string::npos;
  return names_the_option == !allow_plaintext ? 0 : 5;
}

int in_a_child(bool allow_plaintext, ErrorKind expected) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::_exit(connect_in_the_clear(allow_plaintext, expected));
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(ServerConnection, NoPasswordLeavesTheMachineWithoutTls) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "a network namespace needs root";
  }
  EXPECT_EQ(in_a_child(false, ErrorKind::Configuration), 0);
}

TEST(ServerConnection, TheUserMayTrustTheNetwork) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "a network namespace needs root";
  }
  // The listener never greets: that it is waited for shows that the connection was not refused.
  EXPECT_EQ(in_a_child(true, ErrorKind::Disconnected), 0);
}

}  // namespace
}  // namespace mailhaul::migrate
