#include "upload_rig.hpp"

#include <map>
#include <poll.h>
#include <sys/socket.h>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/journal/journal.hpp>
#include <mailhaul/net/listener.hpp>

namespace mailhaul::migrate {
namespace {

/// A server that answers no CREATE before it has seen as many as it expects, and likewise STATUS
/// and SUBSCRIBE: a client that waits for each answer gets none. It works on several STATUS at a
/// time, and what it finds out last comes first. UIDVALIDITY is the first letter of the name. LIST
/// shows what was created.
class PatientServer {
 public:
  explicit PatientServer(std::map<std::string, std::size_t> expected, std::string refused = {},
                         std::string refusal = "not this one")
      : expected_(std::move(expected)),
        refused_(std::move(refused)),
        refusal_(std::move(refusal)),
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
      send(listed_ + done);
    } else if (verb == "LOGOUT") {
      send("* BYE\r\n" + done);
    } else if (verb == "STATUS" && command.find("UIDVALIDITY") == std::string::npos) {
      send(fmt::format("* STATUS {} (MESSAGES 0)\r\n{}", mailbox_of(command), done));
    } else if (expected_.contains(verb)) {
      hold(verb, command, command == refused_ ? fmt::format("{} NO {}\r\n", tag, refusal_) : done);
    } else {
      send(done);
    }
  }

  static std::string mailbox_of(const std::string& command) {
    const std::size_t begin = command.find(' ') + 1;
    return command.substr(begin, command.find(' ', begin) - begin);
  }

  void hold(const std::string& verb, const std::string& command, const std::string& reply) {
    std::vector<std::string>& held = held_[verb];
    held.push_back(reply);
    if (verb == "STATUS") {
      const std::string mailbox = mailbox_of(command);
      told_ = fmt::format("* STATUS {} (UIDNEXT 1 UIDVALIDITY {})\r\n", mailbox,
                          static_cast<int>(mailbox.front())) +
              told_;
    }
    if (verb == "CREATE" && command != refused_) {
      listed_ += fmt::format("* LIST () \".\" {}\r\n", command.substr(verb.size() + 1));
    }
    if (held.size() == expected_.at(verb)) {
      send(std::exchange(told_, {}));
      for (const std::string& each : std::exchange(held, {})) {
        send(each);
      }
    }
  }

  void send(const std::string& text) const {
    static_cast<void>(::send(connection_, text.data(), text.size(), MSG_NOSIGNAL));
  }

  std::map<std::string, std::size_t> expected_;
  std::string refused_;  ///< a command that is answered with NO
  std::string refusal_;  ///< and these words
  std::string listed_ = "* LIST () \".\" INBOX\r\n";
  std::string told_;
  std::map<std::string, std::vector<std::string>> held_;
  net::Listener listener_;
  int connection_ = -1;
  std::thread thread_;
};

class MailboxSetup : public ::testing::Test {
 protected:
  /// Three empty folders, and a server that has none of them.
  UploadSummary upload(PatientServer& server) {
    move_.options.server.port = server.port();
    move_.options.server.ca_pem.clear();
    move_.options.server.tls = TlsMode::None;
    const Result<UploadSummary> summary = move_.run();
    EXPECT_TRUE(summary) << summary.error().message();
    return summary ? *summary : UploadSummary();
  }

  [[nodiscard]] std::vector<journal::MailboxRow> mailboxes() const {
    return *journal::Journal::open_for_reading(move_.options.journal_path)->mailboxes();
  }

  test::TemporaryMaildir tree_{R"(
maildir .
maildir .Anna
maildir .Berta
maildir .Carla
file subscriptions text=Anna\nBerta\nCarla\n
)"};
  std::unique_ptr<emulator::Server> unused_ =
      start_server(emulated(emulator::ProfileName::Exchange2016));
  Move move_{tree_, *unused_};
};

const std::map<std::string, std::size_t> kAll{{"CREATE", 3}, {"STATUS", 4}, {"SUBSCRIBE", 3}};

TEST_F(MailboxSetup, AsksForAllMailboxesBeforeTheFirstAnswer) {
  PatientServer server(kAll);
  const UploadSummary summary = upload(server);
  EXPECT_FALSE(summary.stopped) << summary.stopped->message();
  EXPECT_EQ(summary.mailboxes.created, 3U);
}

TEST_F(MailboxSetup, TakesWhatIsSaidOfAMailboxByItsName) {
  PatientServer server(kAll);
  upload(server);
  ASSERT_EQ(mailboxes().size(), 4U);
  for (const journal::MailboxRow& mailbox : mailboxes()) {
    EXPECT_EQ(mailbox.uidvalidity, static_cast<unsigned>(mailbox.name.front())) << mailbox.name;
  }
}

TEST_F(MailboxSetup, RefusedSubscriptionIsNotTakenForOurs) {
  PatientServer server(kAll, "SUBSCRIBE Berta");
  EXPECT_FALSE(upload(server).stopped);
  for (const journal::MailboxRow& mailbox : mailboxes()) {
    EXPECT_EQ(mailbox.subscribed, mailbox.name == "Anna" || mailbox.name == "Carla")
        << mailbox.name;
  }
}

/// Such as one that does not tell small letters from capitals, and has BERTA.
TEST_F(MailboxSetup, ListsTheFolderWhoseNameTheServerTakesForAnother) {
  PatientServer server({{"CREATE", 3}, {"STATUS", 1}, {"SUBSCRIBE", 1}}, "CREATE Berta",
                       "[ALREADYEXISTS] Mailbox already exists");
  const UploadSummary summary = upload(server);
  EXPECT_FALSE(summary.stopped);
  EXPECT_EQ(summary.mailboxes.created, 2U);
  ASSERT_EQ(summary.attention.size(), 1U);
  EXPECT_EQ(summary.attention.front().mailbox, "Berta");
  EXPECT_EQ(summary.attention.front().kind, "mailbox-refused");
  EXPECT_THAT(summary.attention.front().text, testing::HasSubstr("--map"));
}

}  // namespace
}  // namespace mailhaul::migrate
