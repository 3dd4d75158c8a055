/// E4, throttling: the budget of APPENDs and the backoff.
#include "emulator/fixture.hpp"

namespace mailhaul::emulator {

namespace {

constexpr std::string_view kText = "Request is throttled. Suggested Backoff Time: ";

class ThrottlingTest : public EmulatorTest {
 protected:
  void SetUp() override {
    clock_ = simulate_clock();
    start_online({"rate=4", "burst=2"});
  }

  static std::string refused(const std::string& status, int milliseconds) {
    return "tag " + status + " " + std::string(kText) + std::to_string(milliseconds) +
           " milliseconds";
  }

  /// A client that has used up its budget and was told so.
  RawImap exhausted() {
    RawImap client = sign_in();
    client.append("INBOX", kHello);
    client.append("INBOX", kHello);
    EXPECT_EQ(client.append("INBOX", kHello), refused("NO", 30000));
    return client;
  }

  std::shared_ptr<SimulatedClock> clock_;
};

TEST_F(ThrottlingTest, E4AppendIsRefusedInPlaceOfThePlus) {
  RawImap client = sign_in();
  client.append("INBOX", kHello);
  client.append("INBOX", kHello);
  client.send("a APPEND INBOX {100}\r\n");
  EXPECT_EQ(client.line(), "a NO " + std::string(kText) + "30000 milliseconds");
}

TEST_F(ThrottlingTest, E4AppendGoesOnAfterTheBackoff) {
  RawImap client = exhausted();
  clock_->advance(std::chrono::milliseconds(30000));
  EXPECT_TRUE(client.append("INBOX", kHello).starts_with("tag OK"));
  EXPECT_EQ(count_events(EventKind::BackoffWaited), 1U);
  EXPECT_TRUE(server().violations().empty());
}

TEST_F(ThrottlingTest, E4ReturningEarlyDoublesTheBackoff) {
  RawImap client = exhausted();
  clock_->advance(std::chrono::milliseconds(1000));
  EXPECT_EQ(client.append("INBOX", kHello), refused("NO", 60000));
  clock_->advance(std::chrono::milliseconds(59999));
  EXPECT_EQ(client.append("INBOX", kHello), refused("NO", 120000));
  EXPECT_EQ(server().violations(),
            std::vector<std::string>{"(h) 2 commands before a backoff was over"});
}

TEST_F(ThrottlingTest, E4FourthIgnoredWarningEndsTheConnection) {
  RawImap client = exhausted();
  for (const int milliseconds : {60000, 120000, 240000}) {
    EXPECT_EQ(client.append("INBOX", kHello), refused("NO", milliseconds));
  }
  EXPECT_EQ(client.append("INBOX", kHello), refused("NO", 300000));
  EXPECT_EQ(client.line(), "* BYE Connection closed. 14");
  EXPECT_TRUE(client.closed());
}

TEST_F(ThrottlingTest, E4OtherCommandsDuringABackoffEndTheConnection) {
  RawImap client = exhausted();
  EXPECT_EQ(client.result("NOOP"), "tag OK NOOP completed.");
  EXPECT_EQ(client.result("SELECT INBOX"), refused("BAD", 60000));
  EXPECT_EQ(client.line(), "* BYE Connection closed. 14");
}

TEST_F(ThrottlingTest, E4BudgetRefillsWithTime) {
  RawImap client = sign_in();
  client.append("INBOX", kHello);
  client.append("INBOX", kHello);
  clock_->advance(std::chrono::milliseconds(250));
  EXPECT_TRUE(client.append("INBOX", kHello).starts_with("tag OK"));
}

TEST_F(ThrottlingTest, E4ANewConnectionDoesNotHelp) {
  exhausted();
  RawImap client = sign_in();
  EXPECT_EQ(client.append("INBOX", kHello), refused("NO", 60000));
}

}  // namespace

}  // namespace mailhaul::emulator
