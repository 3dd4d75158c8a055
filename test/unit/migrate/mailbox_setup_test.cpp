#include "upload_rig.hpp"

#include <map>
#include <poll.h>
#include <set>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/journal/journal.hpp>
#include <mailhaul/net/listener.hpp>
#include <mailhaul/net/wakeup.hpp>

namespace mailhaul::migrate {
namespace {

/// A server that answers no command of some verbs before it has seen as many as it expects: a
/// client that waits for each answer gets none. It works on several STATUS at a time, and what it
/// finds out last comes first. UIDVALIDITY is the first letter of the name. LIST shows what was
/// created.
class PatientServer {
 public:
  /// `expected`: by verbs, with a blank between them. `refused`: commands that are answered with NO
  /// and `refusal`.
  explicit PatientServer(std::map<std::string, std::size_t> expected,
                         std::set<std::string> refused = {}, std::string refusal = "not this one")
      : expected_(std::move(expected)),
        refused_(std::move(refused)),
        refusal_(std::move(refusal)),
        listener_(*net::Listener::open(0)),
        thread_([this] { serve(); }) {}

  PatientServer(const PatientServer&) = delete;
  PatientServer& operator=(const PatientServer&) = delete;
  PatientServer(PatientServer&&) = delete;
  PatientServer& operator=(PatientServer&&) = delete;

  ~PatientServer() {
    stop_.notify();
    thread_.join();
  }

  [[nodiscard]] std::uint16_t port() const { return listener_.port(); }

 private:
  void serve() {
    while (const Result<UniqueFd> accepted = listener_.accept({.stop_fd = stop_.fd()})) {
      connection_ = accepted->get();
      serve_client();
    }
  }

  void serve_client() {
    send("* OK ready\r\n");
    std::string input;
    for (std::string line; read_line(input, line);) {
      while (line.ends_with("+}")) {
        line = after_literal(input, line);
      }
      answer(line);
    }
  }

  /// The line with what follows the message that it announces.
  std::string after_literal(std::string& input, const std::string& line) const {
    std::size_t octets = std::stoul(line.substr(line.rfind('{') + 1));
    std::string rest;
    for (std::string next; read_line(input, next); octets -= next.size() + 2) {
      if (octets <= next.size()) {
        rest = next.substr(octets);
        break;
      }
    }
    return line.substr(0, line.rfind('{')) + rest;
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
    } else if (verb == "APPEND") {
      send(fmt::format("{} OK [APPENDUID {} 1] done\r\n", tag, static_cast<int>('A')));
    } else if (verb == "LOGOUT") {
      send("* BYE\r\n" + done);
    } else if (verb == "STATUS" && command.find("UIDVALIDITY") == std::string::npos) {
      send(fmt::format("* STATUS {} (MESSAGES 0)\r\n{}", mailbox_of(command), done));
    } else if (const std::string verbs = group_of(verb); !verbs.empty()) {
      hold(verbs, command,
           refused_.contains(command) ? fmt::format("{} NO {}\r\n", tag, refusal_) : done);
    } else {
      send(done);
    }
  }

  /// The expected verbs that `verb` is one of.
  [[nodiscard]] std::string group_of(const std::string& verb) const {
    for (const auto& [verbs, count] : expected_) {
      if ((" " + verbs + " ").find(" " + verb + " ") != std::string::npos) {
        return verbs;
      }
    }
    return {};
  }

  static std::string mailbox_of(const std::string& command) {
    const std::size_t begin = command.find(' ') + 1;
    return command.substr(begin, command.find(' ', begin) - begin);
  }

  void hold(const std::string& verbs, const std::string& command, const std::string& reply) {
    std::vector<std::string>& held = held_[verbs];
    held.push_back(reply);
    const std::string mailbox = mailbox_of(command);
    if (command.starts_with("STATUS ") && !refused_.contains(command)) {
      told_ = fmt::format("* STATUS {} (UIDNEXT 1 UIDVALIDITY {})\r\n", mailbox,
                          static_cast<int>(mailbox.front())) +
              told_;
    }
    if (command.starts_with("LSUB ")) {
      told_ += "* LSUB () \".\" Carla\r\n";
    }
    if (command.starts_with("CREATE ") && !refused_.contains(command)) {
      listed_ += fmt::format("* LIST () \".\" {}\r\n", mailbox);
    }
    if (held.size() == expected_.at(verbs)) {
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
  std::set<std::string> refused_;
  std::string refusal_;
  std::string listed_ = "* LIST () \".\" INBOX\r\n";
  std::string told_;
  std::map<std::string, std::vector<std::string>> held_;
  net::Listener listener_;
  net::Wakeup stop_ = std::move(*net::Wakeup::make());
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
  PatientServer server(kAll, {"SUBSCRIBE Berta"});
  EXPECT_FALSE(upload(server).stopped);
  for (const journal::MailboxRow& mailbox : mailboxes()) {
    EXPECT_EQ(mailbox.subscribed, mailbox.name == "Anna" || mailbox.name == "Carla")
        << mailbox.name;
  }
}

/// Such as one that does not tell small letters from capitals, and has BERTA.
TEST_F(MailboxSetup, ListsTheFolderWhoseNameTheServerTakesForAnother) {
  PatientServer server({{"CREATE", 3}, {"STATUS", 1}, {"SUBSCRIBE", 1}}, {"CREATE Berta"},
                       "[ALREADYEXISTS] Mailbox already exists");
  const UploadSummary summary = upload(server);
  EXPECT_FALSE(summary.stopped);
  EXPECT_EQ(summary.mailboxes.created, 2U);
  ASSERT_EQ(summary.attention.size(), 1U);
  EXPECT_EQ(summary.attention.front().mailbox, "Berta");
  EXPECT_EQ(summary.attention.front().kind, "mailbox-refused");
  EXPECT_THAT(summary.attention.front().text, testing::HasSubstr("--map"));
}

TEST_F(MailboxSetup, AsksWhereMailboxesStandAndWhatIsSubscribedBehindTheirCreation) {
  PatientServer server({{"CREATE LSUB STATUS", 8}, {"SUBSCRIBE", 2}});
  const UploadSummary summary = upload(server);
  EXPECT_FALSE(summary.stopped) << summary.stopped->message();
  EXPECT_EQ(summary.mailboxes.created, 3U);
  ASSERT_EQ(mailboxes().size(), 4U);
  for (const journal::MailboxRow& mailbox : mailboxes()) {
    EXPECT_EQ(mailbox.uidvalidity, static_cast<unsigned>(mailbox.name.front())) << mailbox.name;
    EXPECT_EQ(mailbox.subscribed, mailbox.name == "Anna" || mailbox.name == "Berta")
        << mailbox.name;
  }
}

TEST_F(MailboxSetup, AsksForFlagsAndSubscribesTogether) {
  tree_.add("message .Anna/cur/1500000000.M1P1.host:2,P");
  PatientServer server({{"STATUS", 4}, {"SELECT SUBSCRIBE", 4}});
  const UploadSummary summary = upload(server);
  EXPECT_FALSE(summary.stopped) << summary.stopped->message();
  EXPECT_EQ(summary.messages.uploaded, 1U);
}

/// It would not be known what a rollback may take back.
TEST_F(MailboxSetup, NothingIsSubscribedIfItIsNotSaidWhatIs) {
  PatientServer server({{"LSUB", 1}, {"STATUS", 4}}, {R"(LSUB "" "*")"});
  tree_.add("message .Anna/cur/1500000000.M1P1.host:2,");
  const UploadSummary summary = upload(server);
  EXPECT_FALSE(summary.stopped) << summary.stopped->message();
  EXPECT_EQ(summary.messages.uploaded, 1U);
  EXPECT_THAT(move_.observer.notes, testing::Contains(testing::HasSubstr("not this one")));
  ASSERT_EQ(mailboxes().size(), 4U);
  for (const journal::MailboxRow& mailbox : mailboxes()) {
    EXPECT_FALSE(mailbox.subscribed) << mailbox.name;
  }
}

/// Its STATUS, which is under way by then, is refused like the CREATE.
TEST_F(MailboxSetup, MailboxThatCannotBeMadeIsListedOnce) {
  PatientServer server({{"CREATE", 3}, {"STATUS", 4}},
                       {"CREATE Berta", "STATUS Berta (UIDNEXT UIDVALIDITY)"});
  const UploadSummary summary = upload(server);
  EXPECT_FALSE(summary.stopped) << summary.stopped->message();
  EXPECT_EQ(summary.mailboxes.created, 2U);
  ASSERT_EQ(summary.attention.size(), 1U);
  EXPECT_EQ(summary.attention.front().mailbox, "Berta");
  EXPECT_THAT(summary.attention.front().text, testing::HasSubstr("not this one"));
}

TEST_F(MailboxSetup, MessagesOfARefusedMailboxAreCounted) {
  tree_.add("message .Anna/cur/1500000000.M1P1.host:2,");
  tree_.add("message .Berta/cur/1500000000.M2P1.host:2,");
  tree_.add("message .Berta/cur/1500000000.M3P1.host:2,");
  PatientServer server({{"CREATE", 3}, {"STATUS", 4}},
                       {"CREATE Berta", "STATUS Berta (UIDNEXT UIDVALIDITY)"});
  const UploadSummary summary = upload(server);
  EXPECT_EQ(summary.messages.found, 3U);
  EXPECT_EQ(summary.messages.uploaded, 1U);
  EXPECT_EQ(summary.messages.refused, 2U);
  ASSERT_EQ(summary.attention.size(), 1U);
  EXPECT_THAT(summary.attention.front().text, testing::HasSubstr("2 messages"));
}

}  // namespace
}  // namespace mailhaul::migrate
