#include <array>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/net/listener.hpp>
#include <mailhaul/net/socket.hpp>
#include <mailhaul/net/wakeup.hpp>

namespace mailhaul::net {
namespace {

using ::testing::HasSubstr;

constexpr std::chrono::seconds kGenerous{20};

/// A port on which nothing listens: bound, so that nobody else takes it, but not listening.
struct ClosedPort {
  UniqueFd socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  std::uint16_t port = 0;

  ClosedPort() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(socket.get(), generic, length) == 0 &&
        ::getsockname(socket.get(), generic, &length) == 0) {
      port = ntohs(address.sin_port);
    }
  }
};

/// A listener whose queue is full, so that the kernel leaves further connections unanswered.
struct SilentPort : ClosedPort {
  std::vector<UniqueFd> fillers;

  SilentPort() {
    ::listen(socket.get(), 0);
    for (int i = 0; i < 3; ++i) {
      fillers.emplace_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
      sockaddr_in address{};
      address.sin_family = AF_INET;
      address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      address.sin_port = htons(port);
      [[maybe_unused]] const int pending = ::connect(
          fillers.back().get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
    }
  }
};

int option_of(int fd, int level, int name) {
  int value = 0;
  socklen_t length = sizeof value;
  EXPECT_EQ(::getsockopt(fd, level, name, &value, &length), 0);
  return value;
}

TEST(Socket, ConnectsWithoutDelayNonBlockingAndWithKeepalive) {
  const auto listener = Listener::open(0);
  ASSERT_TRUE(listener) << listener.error().message();
  const auto socket = connect_to("127.0.0.1", listener->port(), within(kGenerous));
  ASSERT_TRUE(socket) << socket.error().message();
  EXPECT_NE(option_of(socket->get(), IPPROTO_TCP, TCP_NODELAY), 0);
  EXPECT_NE(option_of(socket->get(), SOL_SOCKET, SO_KEEPALIVE), 0);
  EXPECT_NE(::fcntl(socket->get(), F_GETFL) & O_NONBLOCK, 0);
  EXPECT_TRUE(listener->accept(within(kGenerous)));
  EXPECT_TRUE(is_loopback_peer(socket->get()));
}

TEST(Socket, TriesEveryAddressOfAName) {
  // "localhost" may give ::1 first, where nothing listens.
  const auto listener = Listener::open(0);
  ASSERT_TRUE(listener);
  const auto socket = connect_to("localhost", listener->port(), within(kGenerous));
  EXPECT_TRUE(socket) << socket.error().message();
}

TEST(Socket, RefusedConnectionSaysAddressAndReason) {
  const ClosedPort closed;
  const auto socket = connect_to("127.0.0.1", closed.port, within(kGenerous));
  ASSERT_FALSE(socket);
  EXPECT_EQ(socket.error().kind, ErrorKind::Unreachable);
  EXPECT_THAT(socket.error().text, HasSubstr("127.0.0.1 port"));
  EXPECT_THAT(socket.error().text, HasSubstr("connection refused"));
  EXPECT_EQ(socket.error().where, "127.0.0.1:" + std::to_string(closed.port));
  EXPECT_THAT(socket.error().hint, HasSubstr("--port"));
}

TEST(Socket, SilenceEndsAtTheDeadline) {
  const SilentPort silent;
  const auto socket = connect_to("127.0.0.1", silent.port, within(std::chrono::milliseconds(20)));
  ASSERT_FALSE(socket);
  EXPECT_EQ(socket.error().kind, ErrorKind::Unreachable);
  EXPECT_THAT(socket.error().text, HasSubstr("timed out"));
}

TEST(Socket, StopDescriptorEndsTheWait) {
  const SilentPort silent;
  const auto stop = Wakeup::make();
  stop->notify();
  const auto socket = connect_to("127.0.0.1", silent.port, within(kGenerous, stop->fd()));
  ASSERT_FALSE(socket);
  EXPECT_EQ(socket.error().kind, ErrorKind::Interrupted);
}

TEST(Socket, NameThatCannotBeResolvedIsUnreachable) {
  // RFC 6761 section 6.4: "invalid" never resolves. Without a name server the reason differs.
  const auto socket = connect_to("no-such-host.invalid", 993, within(kGenerous));
  ASSERT_FALSE(socket);
  EXPECT_EQ(socket.error().kind, ErrorKind::Unreachable);
  EXPECT_THAT(socket.error().text, ::testing::AnyOf(HasSubstr("no such host"), HasSubstr("name")));
  EXPECT_EQ(socket.error().where, "no-such-host.invalid:993");
  EXPECT_FALSE(socket.error().hint.empty());
}

TEST(Socket, WritesIpv6EndpointsInBrackets) {
  EXPECT_EQ(format_endpoint("::1", 143), "[::1]:143");
  EXPECT_EQ(format_endpoint("mail.example.org", 993), "mail.example.org:993");
}

TEST(Socket, LocalSocketsCountAsLoopback) {
  std::array<int, 2> pair{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()), 0);
  const UniqueFd one(pair[0]);
  const UniqueFd two(pair[1]);
  EXPECT_TRUE(is_loopback_peer(one.get()));
  EXPECT_FALSE(is_loopback_peer(-1));
}

TEST(Listener, GivesUpAtTheDeadline) {
  const auto listener = Listener::open(0);
  ASSERT_TRUE(listener);
  const auto socket = listener->accept({.deadline = Clock::now()});
  ASSERT_FALSE(socket);
  EXPECT_EQ(socket.error().kind, ErrorKind::Unreachable);
}

TEST(Listener, TakenPortIsAnError) {
  const auto listener = Listener::open(0);
  ASSERT_TRUE(listener);
  const auto second = Listener::open(listener->port());
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().text, HasSubstr(std::to_string(listener->port())));
}

}  // namespace
}  // namespace mailhaul::net
