/// The real servers themselves, without the product: that they start, keep accounts apart, and
/// return what they were given. What a server changes is said in target.cpp.
#include "conformance/account.hpp"
#include "conformance/target.hpp"
#include "support/free_port.hpp"

#include <array>
#include <fstream>
#include <set>
#include <sys/wait.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::conformance {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Key;

TEST(FreePort, IsGivenOnceAndToNoClientOfTheMachine) {
  unsigned first_of_clients = 0;
  std::ifstream("/proc/sys/net/ipv4/ip_local_port_range") >> first_of_clients;
  std::set<std::uint16_t> given;
  for (int i = 0; i < 50; ++i) {
    const std::uint16_t port = test::free_port();
    EXPECT_TRUE(given.insert(port).second) << port;
    EXPECT_LT(port, first_of_clients);
  }
}

TEST(FreePort, IsNotThatOfAnotherProcess) {
  // The child goes on where its parent is, as if both had begun together.
  static_cast<void>(test::free_port());
  std::array<int, 2> child_says{};
  std::array<int, 2> child_waits{};
  ASSERT_EQ(::pipe(child_says.data()) + ::pipe(child_waits.data()), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(child_waits[1]);
    const std::uint16_t port = test::free_port();
    char end = '\0';
    ::_exit(::write(child_says[1], &port, sizeof port) + ::read(child_waits[0], &end, 1) > 0 ? 0
                                                                                             : 1);
  }
  std::uint16_t theirs = 0;
  EXPECT_EQ(::read(child_says[0], &theirs, sizeof theirs), static_cast<ssize_t>(sizeof theirs));
  EXPECT_NE(test::free_port(), theirs);
  ::close(child_waits[1]);
  int status = -1;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

class Servers : public testing::TestWithParam<Target> {
 protected:
  ImapClient sign_in(std::size_t account = 0) const {
    return {server_.port(), test::kAccounts.at(account).user, test::kAccounts.at(account).password};
  }

  test::RealServer server_ = GetParam().start();
};

constexpr const char* kDate = "\"03-Feb-2004 05:06:07 +0200\"";
constexpr std::int64_t kSeconds = 1075777567;

TEST_P(Servers, ReturnBytesFlagsAndDate) {
  ImapClient client = sign_in();
  const std::string message = "From: a@b\r\nSubject: x\r\n\r\n\tone \r\n\r\n.\r\n\xff\r\n";
  const Reply reply = client.append("INBOX", std::string("(\\Seen \\Answered) ") + kDate, message);
  ASSERT_EQ(reply.status, "OK") << reply.text;
  const std::vector<StoredMessage> stored = read_mailbox(client, "INBOX");
  ASSERT_EQ(stored.size(), 1U);
  EXPECT_EQ(read_message(client, stored[0].uid), message);
  EXPECT_EQ(stored[0].sha256, sha256_of(message));
  EXPECT_THAT(stored[0].flags, ElementsAre("\\answered", "\\seen"));
  EXPECT_EQ(stored[0].internal_date, kSeconds);
}

/// Wire forms that some server does not keep, or that one might not.
std::vector<std::string> unusual_messages() {
  return {
      std::string("A: b\r\n\r\nx\0y\r\n", 13),
      "A: \xe4\xff\r\n\r\n\xe4\xff\r\n",
      "A: b\r\n\r\nno line end",
      "A: b\r\n\r\nx\ry\r\r\nz\r\n",
      "A: b\r\n\r\n" + std::string(20'000, 'l') + "\r\n",
      "A: b\r\n",
      "A: b\r\n\r\n",
      "\r\nno header\r\n",
      "From someone Mon Jan  1 00:00:00 2001\r\nA: b\r\n\r\nFrom here\r\n",
      "no colon\r\nA: b\r\n\r\nx\r\n",
  };
}

TEST_P(Servers, TreatUnusualMessagesAsDeclared) {
  ImapClient client = sign_in();
  for (const std::string& message : unusual_messages()) {
    const std::optional<std::string> expected = GetParam().stored_form(message);
    const Reply reply = client.append("INBOX", "()", message);
    EXPECT_EQ(reply.status, expected ? "OK" : "NO") << reply.text << "\n" << message;
    if (expected) {
      EXPECT_EQ(read_message(client, read_mailbox(client, "INBOX").back().uid), *expected);
    }
  }
}

TEST_P(Servers, KeepKeywords) {
  ImapClient client = sign_in();
  ASSERT_EQ(client.append("INBOX", "($Label1 Work)", "A: b\r\n\r\n").status, "OK");
  EXPECT_THAT(read_mailbox(client, "INBOX").at(0).flags, ElementsAre("$label1", "work"));
}

TEST_P(Servers, KeepMailboxesAndSubscriptions) {
  ImapClient client = sign_in();
  const std::string name = GetParam().prefix + "Entw&APw-rfe";
  client.command("CREATE " + in_quotes(name));
  EXPECT_FALSE(read_account(client).at(name).subscribed);
  client.command("SUBSCRIBE " + in_quotes(name));
  EXPECT_TRUE(read_account(client).at(name).subscribed);
}

TEST_P(Servers, KeepAccountsApart) {
  ImapClient first = sign_in(0);
  ASSERT_EQ(first.append("INBOX", "()", "A: b\r\n\r\n").status, "OK");
  ImapClient second = sign_in(1);
  EXPECT_THAT(read_mailbox(second, "INBOX"), IsEmpty());
}

TEST_P(Servers, SpeakTlsWhereDeclared) {
  ASSERT_EQ(server_.tls_port() != 0, GetParam().has_tls);
  if (GetParam().has_tls) {
    ImapClient client(server_.tls_port(), "u", "p", Encryption::ImplicitTls);
    EXPECT_EQ(client.send("NOOP").status, "OK");
  }
}

TEST_P(Servers, RefuseAWrongPassword) {
  EXPECT_THROW(ImapClient(server_.port(), "u", "wrong"), std::runtime_error);
}

TEST_P(Servers, AreGoneOnceKilled) {
  server_.kill();
  EXPECT_THROW(sign_in(), std::runtime_error);
}

INSTANTIATE_TEST_SUITE_P(Real, Servers, testing::ValuesIn(real_targets()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace mailhaul::conformance
