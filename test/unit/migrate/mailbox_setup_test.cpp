#include "upload_rig.hpp"

#include <map>
#include <poll.h>
#include <sys/socket.h>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/net/listener.hpp>

namespace mailhaul::migrate {
namespace {

/// A server that answers no CREATE before it has seen as many as it expects, and likewise STATUS
/// and SUBSCRIBE: a client that waits for each answer gets none.
class PatientServer {
 public:
  explicit PatientServer(std::map<std::string, std::size_t> expected)
      : expected_(std::move(expected)),
        listener_(*net::Listener::open(0)),
        thread_([this] { serve(); }) {}

  PatientServer(const PatientServer&) = delete;
  PatientServer& operator=(const PatientServer&) = delete;
  PatientServer(PatientServer&&) = delete;
  PatientServer& operator=(PatientServer&&) = delete;

  ~PatientServer() { thread_.join(); }

  [[nodiscard]] std::uint16_t port() const { return listener_.port(); }

 private:
  void serve() {
    const Result<UniqueFd> accepted = listener_.accept({});
    if (!accepted) {
      return;
    }
    connection_ = accepted->get();
    send("* OK ready\r\n");
    std::string input;
    for (std::string line; read_line(input, line);) {
      answer(line);
    }
  }

  bool read_line(std::string& input, std::string& line) const {
    for (std::size_t end = input.find("\r\n");; end = input.find("\r\n")) {
      if (end != std::string::npos) {
        line = input.substr(0, end);
        input.erase(0, end + 2);
        return true;
      }
      pollfd readable{.fd = connection_, .events = POLLIN, .revents = 0};
      ::poll(&readable, 1, -1);
      std::array<char, 4096> buffer{};
      const ssize_t count = ::recv(connection_, buffer.data(), buffer.size(), 0);
      if (count <= 0) {
        return false;
      }
      input.append(buffer.data(), static_cast<std::size_t>(count));
    }
  }

  void answer(const std::string& line) {
    const std::size_t blank = line.find(' ');
    const std::string tag = line.substr(0, blank);
    const std::string command = line.substr(blank + 1);
    const std::string verb = command.substr(0, command.find(' '));
    const std::string done = tag + " OK done\r\n";
    if (verb == "CAPABILITY") {
      send("* CAPABILITY IMAP4rev1 LITERAL+ UIDPLUS UNSELECT\r\n" + done);
    } else if (verb == "LIST") {
      send("* LIST () \".\" INBOX\r\n" + done);
    } else if (verb == "LOGOUT") {
      send("* BYE\r\n" + done);
    } else if (verb == "STATUS" && command.find("UIDVALIDITY") == std::string::npos) {
      send(fmt::format("* STATUS {} (MESSAGES 0)\r\n{}", mailbox_of(command), done));
    } else if (expected_.contains(verb)) {
      const std::string data =
          verb == "STATUS"
              ? fmt::format("* STATUS {} (UIDNEXT 1 UIDVALIDITY 5)\r\n", mailbox_of(command))
              : std::string();
      hold(verb, data + done);
    } else {
      send(done);
    }
  }

  static std::string mailbox_of(const std::string& command) {
    const std::size_t begin = command.find(' ') + 1;
    return command.substr(begin, command.find(' ', begin) - begin);
  }

  void hold(const std::string& verb, const std::string& reply) {
    std::vector<std::string>& held = held_[verb];
    held.push_back(reply);
    if (held.size() == expected_.at(verb)) {
      for (const std::string& each : held) {
        send(each);
      }
      held.clear();
    }
  }

  void send(const std::string& text) const {
    static_cast<void>(::send(connection_, text.data(), text.size(), MSG_NOSIGNAL));
  }

  std::map<std::string, std::size_t> expected_;
  std::map<std::string, std::vector<std::string>> held_;
  net::Listener listener_;
  int connection_ = -1;
  std::thread thread_;
};

TEST(MailboxSetup, AsksForAllMailboxesBeforeTheFirstAnswer) {
  const test::TemporaryMaildir tree(R"(
maildir .
maildir .Anna
maildir .Berta
maildir .Carla
file subscriptions text=Anna\nBerta\nCarla\n
)");
  PatientServer server({{"CREATE", 3}, {"STATUS", 4}, {"SUBSCRIBE", 3}});
  const auto unused = start_server(emulated(emulator::ProfileName::Exchange2016));
  Move move(tree, *unused);
  move.options.server.port = server.port();
  move.options.server.ca_pem.clear();
  move.options.server.tls = TlsMode::None;
  move.options.server.command_timeout = std::chrono::seconds(10);
  const Result<UploadSummary> summary = move.run();
  ASSERT_TRUE(summary) << summary.error().message();
  EXPECT_FALSE(summary->stopped) << summary->stopped->message();
  EXPECT_EQ(summary->mailboxes.created, 3U);
}

}  // namespace
}  // namespace mailhaul::migrate
