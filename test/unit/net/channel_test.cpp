#include "socket_pair.hpp"
#include "support/certificates.hpp"
#include "tls_peers.hpp"

#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/net/channel.hpp>
#include <mailhaul/net/listener.hpp>
#include <mailhaul/net/socket.hpp>
#include <mailhaul/net/wakeup.hpp>

namespace mailhaul::net {
namespace {

using ::testing::HasSubstr;
using testing::identity_of;
using testing::received_text;
using testing::send_text;
using testing::SocketPair;

constexpr std::chrono::seconds kGenerous{60};

std::string pattern(std::size_t octets) {
  std::string text(octets, '\0');
  for (std::size_t i = 0; i < octets; ++i) {
    text[i] = static_cast<char>((i * 2654435761U) >> 13U);
  }
  return text;
}

const test::PemPair& server_pair() {
  static const test::PemPair kPair = test::self_signed(test::good_leaf());
  return kPair;
}

Tls client_tls() {
  return Tls::connect({.host = "mail.example.org", .ca_pem = server_pair().certificate}).value();
}

Tls server_tls() {
  return Tls::accept(TlsServerContext::make(identity_of(server_pair())).value()).value();
}

/// Reads until `octets` octets came or the stream ended.
Result<std::string> read_text(Channel& channel, std::size_t octets) {
  std::string text;
  std::array<char, 4096> buffer{};
  while (text.size() < octets) {
    const auto read = channel.read_some(buffer);
    if (!read) {
      return fail(read.error());
    }
    text.append(buffer.data(), read->octets);
    if (read->end) {
      break;
    }
    if (read->octets == 0) {
      const auto ready = channel.wait({.read = true}, within(kGenerous));
      if (!ready) {
        return fail(ready.error());
      }
      EXPECT_TRUE(ready->readable);
    }
  }
  return text;
}

void write_text(Channel& channel, std::string_view text) {
  while (!text.empty()) {
    const std::array<ByteView, 1> views{text};
    const auto written = channel.write_some(views);
    ASSERT_TRUE(written) << written.error().message();
    text.remove_prefix(*written);
    if (!text.empty()) {
      ASSERT_TRUE(channel.wait({.write = true}, within(kGenerous)));
    }
  }
  while (!channel.flush().value()) {
    ASSERT_TRUE(channel.wait({.write = true}, within(kGenerous)));
  }
}

/// Two channels with TLS between them.
struct SecurePair {
  SocketPair sockets;
  int far_descriptor = sockets.far.get();
  Channel client = Channel::over(std::move(sockets.near)).value();
  Channel server = Channel::over(std::move(sockets.far)).value();

  SecurePair() {
    std::thread serving([this] { EXPECT_TRUE(server.start_tls(server_tls(), within(kGenerous))); });
    const auto started = client.start_tls(client_tls(), within(kGenerous));
    serving.join();
    EXPECT_TRUE(started) << started.error().message();
  }
};

TEST(Channel, GathersViewsInOrder) {
  SocketPair sockets;
  auto channel = Channel::over(std::move(sockets.near)).value();
  const std::vector<ByteView> views{"a1 APPEND x {5+}\r\n", "", "hello", "\r\n"};
  EXPECT_EQ(channel.write_some(views).value(), 25U);
  EXPECT_EQ(received_text(sockets.far), "a1 APPEND x {5+}\r\nhello\r\n");
  EXPECT_EQ(channel.octets_handed_over(), 25U);
}

TEST(Channel, TellsNothingNowFromTheEnd) {
  SocketPair sockets;
  auto channel = Channel::over(std::move(sockets.near)).value();
  std::array<char, 100> buffer{};
  auto read = channel.read_some(buffer).value();
  EXPECT_EQ(read.octets, 0U);
  EXPECT_FALSE(read.end);
  sockets.far.reset();
  read = channel.read_some(buffer).value();
  EXPECT_EQ(read.octets, 0U);
  EXPECT_TRUE(read.end);
}

TEST(Channel, CountsOnlyWhatTheTransportTook) {
  SocketPair sockets;
  auto channel = Channel::over(std::move(sockets.near)).value();
  const std::string large = pattern(8'000'000);
  const std::array<ByteView, 1> views{large};
  std::uint64_t total = 0;
  while (const std::size_t written = channel.write_some(views).value()) {
    total += written;
  }
  EXPECT_GT(total, 0U);
  EXPECT_LT(total, large.size());
  EXPECT_EQ(channel.octets_handed_over(), total);
  const auto ready = channel.wait({.write = true}, {.deadline = Clock::now()});
  EXPECT_FALSE(ready->writable);
  EXPECT_EQ(received_text(sockets.far).size(), total);
  EXPECT_TRUE(channel.wait({.write = true}, within(kGenerous))->writable);
}

TEST(Channel, AFullSocketIsNotTriedAgainBeforeItIsWritable) {
  SocketPair pair;
  Channel channel = std::move(*Channel::over(std::move(pair.near)));
  const std::string text = pattern(std::size_t{4} * 1024 * 1024);
  const std::array<ByteView, 1> views{text};
  ASSERT_LT(channel.write_some(views).value(), text.size());
  received_text(pair.far);
  EXPECT_EQ(channel.write_some(views).value(), 0U);
  const auto ready = channel.wait({.write = true}, within(kGenerous));
  ASSERT_TRUE(ready);
  EXPECT_TRUE(ready->writable);
  EXPECT_GT(channel.write_some(views).value(), 0U);
}

TEST(Channel, WritingToAPeerThatIsGoneIsDisconnected) {
  SocketPair sockets;
  auto channel = Channel::over(std::move(sockets.near)).value();
  sockets.far.reset();
  const std::array<ByteView, 1> views{"x"};
  const auto written = channel.write_some(views);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::Disconnected);
  EXPECT_EQ(channel.octets_handed_over(), 0U);
}

TEST(Channel, WaitEndsByDeadlineStopAndWork) {
  SocketPair sockets;
  auto channel = Channel::over(std::move(sockets.near)).value();
  const auto ready = channel.wait({.read = true}, {.deadline = Clock::now()});
  EXPECT_FALSE(ready->readable || ready->writable || ready->woken);
  const auto wakeup = Wakeup::make();
  wakeup->notify();
  EXPECT_TRUE(channel.wait({.read = true}, within(kGenerous), wakeup->fd())->woken);
  const auto stopped = channel.wait({.read = true}, within(kGenerous, wakeup->fd()));
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().kind, ErrorKind::Interrupted);
}

TEST(Channel, HalfCloseLeavesTheOtherDirectionOpen) {
  SocketPair sockets;
  auto channel = Channel::over(std::move(sockets.near)).value();
  ASSERT_TRUE(channel.finish_writing(within(kGenerous)));
  char octet = 0;
  EXPECT_EQ(::recv(sockets.far.get(), &octet, 1, 0), 0);
  send_text(sockets.far, "* BYE\r\n");
  EXPECT_EQ(read_text(channel, 7).value(), "* BYE\r\n");
}

TEST(ChannelTls, CarriesMegabytesBothWaysAtOnce) {
  SecurePair pair;
  const std::string up = pattern(3'000'001);
  const std::string down = pattern(2'000'003);
  std::thread serving([&] {
    EXPECT_EQ(read_text(pair.server, up.size()).value(), up);
    write_text(pair.server, down);
  });
  write_text(pair.client, up);
  EXPECT_EQ(read_text(pair.client, down.size()).value(), down);
  serving.join();
  EXPECT_EQ(pair.client.octets_handed_over(), up.size());
  EXPECT_THAT(pair.client.tls()->description(), HasSubstr("TLS 1.3"));
}

TEST(ChannelTls, SmallViewsShareRecords) {
  SecurePair pair;
  const std::string text(16, 'x');
  const std::vector<ByteView> views(1024, text);  // one record of plaintext
  EXPECT_EQ(pair.client.write_some(views).value(), 16384U);
  std::string wire(32768, '\0');
  const ssize_t octets = ::recv(pair.far_descriptor, wire.data(), wire.size(), MSG_DONTWAIT);
  EXPECT_GT(octets, 16384);
  EXPECT_LT(octets, 16384 + 100);
}

TEST(ChannelTls, PlaintextThatIsAlreadyDecryptedIsReadable) {
  SecurePair pair;
  write_text(pair.server, "0123456789");
  ASSERT_TRUE(pair.client.wait({.read = true}, within(kGenerous))->readable);
  std::array<char, 4> small{};
  ASSERT_EQ(pair.client.read_some(small)->octets, 4U);
  EXPECT_TRUE(pair.client.wait({.read = true}, {.deadline = Clock::now()})->readable);
  EXPECT_EQ(read_text(pair.client, 6).value(), "456789");
}

TEST(ChannelTls, EndWithoutCloseNotifyIsDisconnected) {
  SecurePair pair;
  write_text(pair.server, "a1 OK\r\n");
  pair.server.abort();
  const auto read = read_text(pair.client, 1000);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::Disconnected);
}

TEST(ChannelTls, FinWithoutCloseNotifyIsDisconnectedAndTheDataBeforeItIsKept) {
  SecurePair pair;
  write_text(pair.server, "a1 OK\r\n");
  ASSERT_EQ(::shutdown(pair.far_descriptor, SHUT_WR), 0);
  EXPECT_EQ(read_text(pair.client, 7).value(), "a1 OK\r\n");
  const auto read = read_text(pair.client, 1);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::Disconnected);
  EXPECT_THAT(read.error().text, HasSubstr("close_notify"));
}

TEST(ChannelTls, CloseNotifyIsAnOrderlyEnd) {
  SecurePair pair;
  write_text(pair.server, "* BYE\r\n");
  ASSERT_TRUE(pair.server.finish_writing(within(kGenerous)));
  EXPECT_EQ(read_text(pair.client, 1000).value(), "* BYE\r\n");
  std::array<char, 10> buffer{};
  EXPECT_TRUE(pair.client.read_some(buffer)->end);
}

TEST(ChannelTls, RefusedCertificateFailsTheHandshake) {
  SocketPair sockets;
  auto client = Channel::over(std::move(sockets.near)).value();
  auto server = Channel::over(std::move(sockets.far)).value();
  std::thread serving([&] {
    // With TLS 1.3 the server may be done before it learns of the refusal.
    const auto done = server.start_tls(server_tls(), within(kGenerous));
    EXPECT_FALSE(done && read_text(server, 1));
  });
  const auto started = client.start_tls(
      Tls::connect({.host = "imap.example.com", .ca_pem = server_pair().certificate}).value(),
      within(kGenerous));
  serving.join();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::Tls);
  EXPECT_THAT(started.error().text, HasSubstr("wrong name (it is not for imap.example.com)"));
}

TEST(ChannelTls, OldServerIsRefusedUnlessItIsAllowed) {
  const TlsServerContext old =
      TlsServerContext::make(identity_of(server_pair()), TlsVersion::V10, TlsVersion::V10).value();
  for (const TlsVersion min_version : {TlsVersion::V12, TlsVersion::V10}) {
    SocketPair sockets;
    auto client = Channel::over(std::move(sockets.near)).value();
    auto server = Channel::over(std::move(sockets.far)).value();
    const bool allowed = min_version == TlsVersion::V10;
    std::thread serving([&] {
      const auto done = server.start_tls(Tls::accept(old).value(), within(kGenerous));
      EXPECT_EQ(done.has_value(), allowed);
    });
    const auto started = client.start_tls(Tls::connect({.host = "mail.example.org",
                                                        .ca_pem = server_pair().certificate,
                                                        .min_version = min_version})
                                              .value(),
                                          within(kGenerous));
    serving.join();
    EXPECT_EQ(started.has_value(), allowed);
    if (!started) {
      EXPECT_THAT(started.error().text, HasSubstr("no common protocol"));
      EXPECT_THAT(started.error().hint, HasSubstr("--tls-min 1.0"));
    }
  }
}

TEST(ChannelTls, PlaintextGreetingInPlaceOfTlsIsRecognised) {
  SocketPair sockets;
  auto client = Channel::over(std::move(sockets.near)).value();
  send_text(sockets.far, "* OK IMAP4rev1 ready\r\n");
  const auto started = client.start_tls(client_tls(), within(kGenerous));
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::Tls);
  EXPECT_THAT(started.error().text, HasSubstr("speaks no TLS"));
  EXPECT_THAT(started.error().hint, HasSubstr("--tls starttls"));
}

TEST(ChannelTls, HangUpDuringTheHandshakeIsExplained) {
  SocketPair sockets;
  auto client = Channel::over(std::move(sockets.near)).value();
  sockets.far.reset();
  const auto started = client.start_tls(client_tls(), within(kGenerous));
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::Tls);
  EXPECT_THAT(started.error().text, HasSubstr("closed the connection during the TLS handshake"));
}

TEST(ChannelTls, WhatTheServerSaidBeforeItHungUpIsShown) {
  SocketPair sockets;
  auto client = Channel::over(std::move(sockets.near)).value();
  send_text(sockets.far, "* BYE Too many connections.\r\n");
  sockets.far.reset();
  const auto started = client.start_tls(client_tls(), within(kGenerous));
  ASSERT_FALSE(started);
  EXPECT_THAT(started.error().text, HasSubstr("* BYE Too many connections."));
}

TEST(ChannelTls, SilenceDuringTheHandshakeEndsAtTheDeadline) {
  SocketPair sockets;
  auto client = Channel::over(std::move(sockets.near)).value();
  const auto started = client.start_tls(client_tls(), {.deadline = Clock::now()});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::Unreachable);
}

TEST(ChannelStartTls, UpgradesAConnectionInUse) {
  SocketPair sockets;
  auto client = Channel::over(std::move(sockets.near)).value();
  auto server = Channel::over(std::move(sockets.far)).value();
  write_text(client, "a1 STARTTLS\r\n");
  EXPECT_EQ(read_text(server, 13).value(), "a1 STARTTLS\r\n");
  write_text(server, "a1 OK\r\n");
  EXPECT_EQ(read_text(client, 7).value(), "a1 OK\r\n");
  std::thread serving([&] {
    ASSERT_TRUE(server.start_tls(server_tls(), within(kGenerous)));
    EXPECT_EQ(read_text(server, 9).value(), "a2 NOOP\r\n");
  });
  const auto started = client.start_tls(client_tls(), within(kGenerous));
  EXPECT_TRUE(started) << started.error().message();
  write_text(client, "a2 NOOP\r\n");
  serving.join();
  EXPECT_EQ(client.octets_handed_over(), 22U);
}

TEST(ChannelStartTls, OctetsAheadOfTheHandshakeAreAProtocolError) {
  SocketPair sockets;
  auto client = Channel::over(std::move(sockets.near)).value();
  send_text(sockets.far, "a1 OK\r\n");
  EXPECT_EQ(read_text(client, 7).value(), "a1 OK\r\n");
  send_text(sockets.far, "* CAPABILITY AUTH=PLAIN\r\n");
  const auto started = client.start_tls(client_tls(), within(kGenerous));
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::Protocol);
  EXPECT_EQ(received_text(sockets.far), "") << "not even a ClientHello";
}

TEST(ChannelTcp, ConnectsListensAndCounts) {
  const auto listener = Listener::open(0).value();
  auto client =
      Channel::over(connect_to("127.0.0.1", listener.port(), within(kGenerous)).value()).value();
  auto server = Channel::over(listener.accept(within(kGenerous)).value()).value();
  EXPECT_TRUE(client.is_loopback());
  write_text(client, "hello");
  EXPECT_EQ(read_text(server, 5).value(), "hello");
}

TEST(ChannelTcp, AnAbortResetsTheConnection) {
  const auto listener = Listener::open(0).value();
  auto client =
      Channel::over(connect_to("127.0.0.1", listener.port(), within(kGenerous)).value()).value();
  auto server = Channel::over(listener.accept(within(kGenerous)).value()).value();
  client.abort();
  const auto read = read_text(server, 1);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::Disconnected);
}

}  // namespace
}  // namespace mailhaul::net
