/// E2.11: faults at exact places, and what is left on the server after each.
#include "emulator/fixture.hpp"

namespace mailhaul::emulator {

namespace {

class FaultTest : public EmulatorTest {
 protected:
  void break_with(const std::string& spec) {
    auto fault = parse_fault(spec);
    ASSERT_TRUE(fault) << fault.error().message();
    server().add_fault(*fault);
  }
};

TEST_F(FaultTest, E2_11DropBeforeTheContinuation) {
  start_2016();
  break_with("drop-before-continuation");
  RawImap client = sign_in();
  client.send("a APPEND INBOX {4}\r\n");
  EXPECT_EQ(client.line(), "");
  EXPECT_TRUE(client.closed());
  EXPECT_TRUE(messages().empty());
}

TEST_F(FaultTest, E2_11DropInsideTheLiteral) {
  start_2016();
  break_with("drop-in-literal:20");
  RawImap client = sign_in();
  client.send("a APPEND INBOX {1000}\r\n");
  EXPECT_EQ(client.line(), "+ Ready for additional command text.");
  client.send(std::string(20, 'x'));
  EXPECT_TRUE(client.closed());
  EXPECT_TRUE(messages().empty());
}

TEST_F(FaultTest, E2_11StoreThenDrop) {
  start_2016();
  break_with("drop-after-store#2");
  RawImap client = sign_in();
  EXPECT_TRUE(client.append("INBOX", kHello).starts_with("tag OK"));
  EXPECT_EQ(client.append("INBOX", kHello), "");
  EXPECT_TRUE(client.closed());
  EXPECT_EQ(messages().size(), 2U);
}

TEST_F(FaultTest, E2_11RefusedCommandIsNotCarriedOut) {
  start_2016();
  break_with("refuse@CREATE:[OVERQUOTA] Mailbox is full");
  break_with("refuse@APPEND");
  RawImap client = sign_in();
  EXPECT_EQ(client.result("CREATE New"), "tag NO [OVERQUOTA] Mailbox is full");
  EXPECT_FALSE(server().mailbox("New"));
  EXPECT_EQ(client.append("INBOX", kHello), "tag NO Server Unavailable. 15");
  EXPECT_TRUE(messages().empty());
  EXPECT_TRUE(client.result("CREATE New").starts_with("tag OK"));
}

TEST_F(FaultTest, E2_11DropAfterTheCommandWasCarriedOut) {
  start_2016();
  break_with("drop-after@CREATE");
  RawImap client = sign_in();
  EXPECT_EQ(client.result("CREATE New"), "");
  EXPECT_TRUE(client.closed());
  EXPECT_TRUE(server().mailbox("New"));
}

TEST_F(FaultTest, E2_11DropAfterTheLiteralAndStoreLater) {
  const auto clock = simulate_clock();
  start_2016();
  break_with("drop-after-literal:20s");
  EXPECT_EQ(sign_in().append("INBOX", kHello), "");
  EXPECT_TRUE(messages().empty());
  clock->advance(std::chrono::seconds(19));
  EXPECT_TRUE(messages().empty());
  clock->advance(std::chrono::seconds(1));
  EXPECT_EQ(messages().size(), 1U);
}

TEST_F(FaultTest, E2_11LateStoreShowsInTheNextCommandToo) {
  const auto clock = simulate_clock();
  start_2016();
  break_with("drop-after-literal:20s");
  EXPECT_EQ(sign_in().append("INBOX", kHello), "");
  clock->advance(std::chrono::seconds(20));
  EXPECT_EQ(sign_in().command("STATUS INBOX (MESSAGES)").front(), "* STATUS INBOX (MESSAGES 1)");
}

TEST_F(FaultTest, E2_11StoreTwice) {
  start_2016();
  break_with("store-twice");
  RawImap client = sign_in();
  EXPECT_TRUE(client.append("INBOX", kHello).starts_with("tag OK"));
  EXPECT_TRUE(client.append("INBOX", kHello).starts_with("tag OK"));
  EXPECT_EQ(messages().size(), 3U);
}

TEST_F(FaultTest, E2_11IgnoreDate) {
  start_2016();
  break_with("ignore-date#2");
  RawImap client = sign_in();
  constexpr std::string_view kDated = "INBOX \"01-Feb-2003 04:05:06 +0000\"";
  EXPECT_TRUE(client.append(kDated, kHello).starts_with("tag OK"));
  EXPECT_TRUE(client.append(kDated, kHello).starts_with("tag OK"));
  constexpr std::int64_t kGiven = 1044072306;
  EXPECT_EQ(messages().at(0).internal_date, kGiven);
  EXPECT_GT(messages().at(1).internal_date, kGiven);
}

TEST_F(FaultTest, E2_11Delay) {
  start_2016();
  break_with("delay@NOOP:150ms");
  RawImap client = connect();
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(client.result("NOOP"), "tag OK NOOP completed.");
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(150));
}

TEST_F(FaultTest, E2_11BareLine) {
  start_2016();
  break_with("bare-line@SELECT");
  RawImap client = sign_in();
  client.send("a SELECT INBOX\r\n");
  EXPECT_EQ(client.line(), "Server Unavailable. 15");
  EXPECT_EQ(client.line(), "* BYE Connection closed.");
  EXPECT_TRUE(client.closed());
}

TEST_F(FaultTest, E2_11ByeAtAnyCommand) {
  start_2016();
  break_with("bye@*#3");
  RawImap client = connect();
  EXPECT_EQ(client.result("NOOP"), "tag OK NOOP completed.");
  EXPECT_EQ(client.result("CAPABILITY"), "tag OK CAPABILITY completed.");
  EXPECT_EQ(client.command("LOGIN demo demo"),
            std::vector<std::string>{"* BYE Connection closed."});
}

TEST_F(FaultTest, E2_11TlsEndsWithoutBye) {
  options_.tls = Tls::Implicit;
  start_2016();
  break_with("close-tls@NOOP");
  RawImap client(server().port());
  ASSERT_TRUE(client.start_tls());
  client.line();
  EXPECT_EQ(client.result("NOOP"), "");
  EXPECT_TRUE(client.closed());
}

TEST_F(FaultTest, DropWithoutAnyAnswer) {
  start_2016();
  break_with("drop@UID FETCH");
  RawImap client = sign_in_and_select();
  EXPECT_EQ(client.result("UID FETCH 1 (FLAGS)"), "");
  EXPECT_TRUE(client.closed());
}

TEST_F(FaultTest, RestartKeepsTheStoreAndEndsEveryConnection) {
  start_2016();
  RawImap other = sign_in();
  other.append("INBOX", kHello);
  const auto validity = server().mailbox("INBOX")->uid_validity;
  break_with("restart@NOOP");
  RawImap client = sign_in();
  EXPECT_EQ(client.result("NOOP"), "");
  EXPECT_TRUE(client.closed());
  EXPECT_TRUE(other.closed());
  EXPECT_EQ(messages().size(), 1U);
  EXPECT_EQ(server().mailbox("INBOX")->uid_validity, validity);
  EXPECT_EQ(sign_in().result("NOOP"), "tag OK NOOP completed.");
}

TEST_F(FaultTest, RestartWithoutStateBeginsAnew) {
  start_2016();
  RawImap client = sign_in();
  client.append("INBOX", kHello);
  client.command("CREATE A");
  const auto validity = server().mailbox("INBOX")->uid_validity;
  server().restart(StoreOnRestart::Lose);
  EXPECT_TRUE(client.closed());
  EXPECT_TRUE(messages().empty());
  EXPECT_FALSE(server().mailbox("A"));
  EXPECT_NE(server().mailbox("INBOX")->uid_validity, validity);
}

TEST_F(FaultTest, NewUidValidityRenumbersAndEndsSelections) {
  start_2016();
  RawImap client = sign_in_and_select();
  client.append("INBOX", kHello);
  client.append("INBOX", kHello);
  client.command("STORE 1 +FLAGS.SILENT (\\Deleted)");
  client.command("EXPUNGE");
  const auto before = *server().mailbox("INBOX");
  server().new_uid_validity();
  const auto after = *server().mailbox("INBOX");
  EXPECT_GT(after.uid_validity, before.uid_validity);
  EXPECT_EQ(before.messages.front().uid, 2U);
  EXPECT_EQ(after.messages.front().uid, 1U);
  EXPECT_EQ(client.command("NOOP"), std::vector<std::string>{"* BYE Connection closed."});
}

}  // namespace

}  // namespace mailhaul::emulator
