// What is asked at the start of a run takes one round trip where the server may be asked many
// things at a time.
#include <chrono>
#include <cstdint>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <mailhaul/base/unique_fd.hpp>
#include <mailhaul/migrate/server_connection.hpp>
#include <mailhaul/net/listener.hpp>

namespace mailhaul::migrate {
namespace {

/// Says nothing before it was sent a certain command, and then answers everything, the last
/// question first.
class LateServer {
 public:
  explicit LateServer(std::string_view capabilities, std::string last = " LIST ")
      : last_(std::move(last)),
        greeting_(fmt::format("* PREAUTH [CAPABILITY IMAP4rev1 {}] hello\r\n", capabilities)),
        listener_(std::move(*net::Listener::open(0))),
        thread_([this] { serve(); }) {}

  [[nodiscard]] std::uint16_t port() const { return listener_.port(); }

 private:
  void serve() {
    const Result<UniqueFd> accepted =
        listener_.accept({.deadline = net::Clock::now() + std::chrono::seconds(30)});
    if (!accepted) {
      return;
    }
    const int peer = accepted->get();
    say(peer, greeting_);
    std::vector<std::string> held;
    std::string line;
    for (char octet = 0; receive(peer, octet);) {
      line += octet;
      if (octet != '\n') {
        continue;
      }
      held.push_back(answer(line));
      if (line.find(last_) != std::string::npos) {
        for (; !held.empty(); held.pop_back()) {
          say(peer, held.back());
        }
      }
      line.clear();
    }
  }

  static std::string answer(const std::string& line) {
    const std::string ok = line.substr(0, line.find(' ')) + " OK done\r\n";
    if (line.find(" ID ") != std::string::npos) {
      return "* ID (\"name\" \"Microsoft.Exchange.Imap4.Imap4Server\" \"version\" \"15.20\")\r\n" +
             ok;
    }
    if (line.find(" STATUS INBOX (MESSAGES)") != std::string::npos) {
      return "* STATUS INBOX (MESSAGES 231)\r\n" + ok;
    }
    return (line.find(" NAMESPACE") != std::string::npos
                ? "* NAMESPACE ((\"INBOX.\" \".\")) NIL NIL\r\n"
                : "* LIST () \".\" INBOX\r\n* LIST () \".\" INBOX.Sent\r\n") +
           ok;
  }

  static bool receive(int peer, char& octet) {
    pollfd entry{.fd = peer, .events = POLLIN, .revents = 0};
    return ::poll(&entry, 1, 30'000) == 1 && ::recv(peer, &octet, 1, 0) == 1;
  }

  static void say(int peer, const std::string& words) {
    [[maybe_unused]] const auto sent = ::send(peer, words.data(), words.size(), MSG_NOSIGNAL);
  }

  std::string last_;
  std::string greeting_;
  net::Listener listener_;
  std::jthread thread_;
};

Result<ServerConnection> connect(const LateServer& server) {
  ServerOptions options{.host = "127.0.0.1", .port = server.port(), .tls = TlsMode::None};
  options.command_timeout = std::chrono::seconds(20);
  return ServerConnection::open(options, {.user = "ada"}, -1);
}

TEST(StartInOneGo, AsksForIdNamespaceAndListWithoutWaiting) {
  const LateServer server("ID NAMESPACE LITERAL+ QUOTA");
  Result<ServerConnection> connection = connect(server);
  ASSERT_TRUE(connection) << connection.error().message();
  const Result<ServerMailboxes> listed = connection->list_mailboxes();
  ASSERT_TRUE(listed) << listed.error().message();
  EXPECT_EQ(listed->prefix, "INBOX.");
  EXPECT_EQ(listed->delimiter, '.');
  EXPECT_EQ(listed->mailboxes.size(), 2U);
}

TEST(StartInOneGo, CountsWhatIsInTheInboxBesides) {
  const LateServer server("ID NAMESPACE LITERAL+ QUOTA", " STATUS ");
  Result<ServerConnection> connection = connect(server);
  ASSERT_TRUE(connection) << connection.error().message();
  const Result<ServerMailboxes> listed = connection->list_mailboxes(CountInbox::Yes);
  ASSERT_TRUE(listed) << listed.error().message();
  EXPECT_EQ(listed->in_inbox, 231U);
}

TEST(StartInOneGo, KnowsTheServerByAnIdThatComesLast) {
  const LateServer server("ID NAMESPACE LITERAL+ QUOTA");
  Result<ServerConnection> connection = connect(server);
  ASSERT_TRUE(connection) << connection.error().message();
  EXPECT_EQ(connection->profile(), target::Profile::Imap);
  ASSERT_TRUE(connection->list_mailboxes());
  EXPECT_NE(connection->profile(), target::Profile::Imap);
}

}  // namespace
}  // namespace mailhaul::migrate
