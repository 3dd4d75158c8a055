/// Servers that ask for patience: throttling, tokens that run out, no room for another connection.
#include "crash_move.hpp"
#include "support/raw_imap.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::crash {
namespace {

using emulator::EventKind;
using emulator::ProfileName;
using ::testing::IsEmpty;

std::ptrdiff_t count(const emulator::Server& server, EventKind kind) {
  return std::ranges::count(server.events(), kind, &emulator::Event::kind);
}

TEST(Pace, ThrottledMovesEndCompleteAndWaitAsTold) {
  const test::TemporaryMaildir tree(kTree);
  const auto server = migrate::start_server(migrate::emulated(
      ProfileName::Exchange2016,
      {"rate=40", "burst=3", "backoff_ms=60", "longest_backoff_ms=300", "ignored_warnings=1"}));
  prepare(*server);
  migrate::Move move(tree, *server);
  EXPECT_EQ(complete(move, *server, tree, {.runs = 1}), "");
  EXPECT_GT(count(*server, EventKind::Throttled), 0);
  EXPECT_EQ(count(*server, EventKind::EarlyReturn), 0);
  EXPECT_THAT(move.observer.waits, ::testing::Not(IsEmpty()));
}

/// A thousand small messages in INBOX.
std::string large_tree() {
  std::string manifest = "maildir .\n";
  for (int i = 0; i < 1000; ++i) {
    manifest += fmt::format("message cur/{}.M{}.host:2,S mtime={}\n", 1'000'000'000 + i * 60'000, i,
                            1'000'000'000 + i * 60'000);
  }
  return manifest;
}

/// 200 at once and 4 a second after that, with pauses that double for whoever does not keep them.
TEST(Pace, ThrottledMoveTakesHardlyLongerThanTheRuleOfTheServer) {
  const test::TemporaryMaildir tree(large_tree());
  SharedTime time;
  emulator::Options options =
      migrate::emulated(ProfileName::ExchangeOnline, {"rate=4", "burst=200"});
  options.tls = emulator::Tls::Implicit;
  options.clock = time.clock();
  const auto server = migrate::start_server(std::move(options));
  migrate::Move move(tree, *server);
  sign_in_to(ProfileName::ExchangeOnline, move);
  time.use_in(move);
  const auto summary = move.run();
  ASSERT_TRUE(summary) << summary.error().message();
  EXPECT_FALSE(summary->stopped) << summary->stopped->message();
  EXPECT_EQ(summary->messages.uploaded, 1000U);
  EXPECT_FALSE(summary->needs_attention());
  EXPECT_THAT(server->violations(), IsEmpty());
  const std::chrono::seconds rule((1000 - 200) / 4);
  EXPECT_GE(time.passed(), rule - std::chrono::seconds(1));
  EXPECT_LT(time.passed(), rule * 11 / 10);
}

TEST(Pace, PausesAreShownWithTheirLength) {
  const test::TemporaryMaildir tree(kTree);
  SharedTime time;
  emulator::Options options =
      migrate::emulated(ProfileName::Exchange2016, {"rate=1", "burst=3", "backoff_ms=3000"});
  options.clock = time.clock();
  const auto server = migrate::start_server(std::move(options));
  prepare(*server);
  migrate::Move move(tree, *server);
  time.use_in(move);
  move.options.server.time.chance = [] { return 0.5; };
  EXPECT_EQ(complete(move, *server, tree, {.runs = 1}), "");
  ASSERT_THAT(move.observer.waits, ::testing::Not(IsEmpty()));
  EXPECT_EQ(move.observer.waits.front().second, 3030);
  EXPECT_THAT(move.observer.waits.front().first, ::testing::HasSubstr("pause"));
}

/// Twelve messages, four a minute, and what the server asks for is less than that.
TEST(Pace, MaxRateKeepsBelowWhatTheServerWouldThrottle) {
  const test::TemporaryMaildir tree(kTree);
  SharedTime time;
  emulator::Options options = migrate::emulated(ProfileName::Exchange2016, {"rate=0.2", "burst=2"});
  options.clock = time.clock();
  const auto server = migrate::start_server(std::move(options));
  prepare(*server);
  migrate::Move move(tree, *server);
  time.use_in(move);
  move.options.max_rate.messages = 4.0 / 60;
  EXPECT_EQ(complete(move, *server, tree, {.runs = 1}), "");
  EXPECT_EQ(count(*server, EventKind::Throttled), 0);
  EXPECT_GE(time.passed(), std::chrono::seconds(150));
  EXPECT_LE(time.passed(), std::chrono::seconds(180));
}

TEST(Pace, MaxRateOfOctetsHoldsStartedMessagesBackToo) {
  test::TemporaryMaildir tree("maildir .\nmessage cur/1000000000.M0.host:2,S size=5000000\n");
  SharedTime time;
  emulator::Options options = migrate::emulated(ProfileName::Exchange2016);
  options.clock = time.clock();
  const auto server = migrate::start_server(std::move(options));
  migrate::Move move(tree, *server);
  time.use_in(move);
  move.options.max_rate.octets = 10'000;
  const auto summary = move.run();
  ASSERT_TRUE(summary) << summary.error().message();
  EXPECT_EQ(summary->messages.uploaded, 1U);
  EXPECT_GE(time.passed(), std::chrono::seconds(480));
}

/// A pause longer than a server keeps an idle connection: nothing is sent meanwhile, not even NOOP.
TEST(Pace, ConnectionIsLeftForAPauseThatItWouldNotOutlast) {
  const test::TemporaryMaildir tree(kTree);
  SharedTime time;
  emulator::Options options = migrate::emulated(
      ProfileName::Exchange2016,
      {"rate=0.1", "burst=5", "backoff_ms=3000000", "longest_backoff_ms=6000000"});
  options.clock = time.clock();
  const auto server = migrate::start_server(std::move(options));
  prepare(*server);
  migrate::Move move(tree, *server);
  time.use_in(move);
  EXPECT_EQ(complete(move, *server, tree, {.runs = 1}), "");
  EXPECT_EQ(count(*server, EventKind::EarlyReturn), 0);
  EXPECT_GE(count(*server, EventKind::Connect), 2);
  EXPECT_GE(time.passed(), std::chrono::minutes(50));
}

/// Tokens live for an hour; the run sends a message every ten minutes.
class TokenLife : public ::testing::Test {
 protected:
  TokenLife() {
    emulator::Options options = exchange(ProfileName::ExchangeOnline);
    options.clock = time_.clock();
    options.accounts.front().tokens = {kLongLived};
    server_ = migrate::start_server(std::move(options));
    prepare(*server_);
    move_.emplace(tree_, *server_);
    sign_in_to(ProfileName::ExchangeOnline, *move_);
    move_->options.sign_in.secret = [this] {
      ++tokens_;
      return Result<Secret>(Secret(std::string(token_)));
    };
    move_->options.max_rate.messages = 1.0 / 600;
    time_.use_in(*move_);
  }

  [[nodiscard]] bool any_ran_out() const {
    return std::ranges::any_of(server_->events(), [](const emulator::Event& event) {
      return event.field("reason") == "token expired";
    });
  }

  /// {"alg":"none"}.{"exp":4102444800}. in base64url: good until 2100, if it were true.
  static constexpr const char* kLongLived = "eyJhbGciOiJub25lIn0.eyJleHAiOjQxMDI0NDQ4MDB9.x";

  const test::TemporaryMaildir tree_{kTree};
  SharedTime time_;
  std::unique_ptr<emulator::Server> server_;
  std::optional<migrate::Move> move_;
  std::string token_ = "demo";
  int tokens_ = 0;
};

TEST_F(TokenLife, IsNotUsedUp) {
  EXPECT_EQ(complete(*move_, *server_, tree_, {.runs = 1}), "");
  EXPECT_EQ(tokens_, 3);
  EXPECT_FALSE(any_ran_out());
}

TEST_F(TokenLife, MayEndBeforeItsTime) {
  token_ = kLongLived;
  EXPECT_EQ(complete(*move_, *server_, tree_, {.runs = 1}), "");
  EXPECT_GE(tokens_, 2);
  EXPECT_TRUE(any_ran_out());
}

TEST(Pace, RunWaitsUntilTheServerHasRoomForItsConnection) {
  const test::TemporaryMaildir tree(kTree);
  emulator::Options options = migrate::emulated(ProfileName::Exchange2016, {"connections=1"});
  options.faults = {emulator::parse_fault("drop@APPEND#1").value()};
  const auto server = migrate::start_server(std::move(options));
  prepare(*server);
  migrate::Move move(tree, *server);
  std::unique_ptr<test::RawImap> other;
  int waits = 0;
  // Somebody takes the only place while the run waits for the first time, and leaves it while it
  // waits for the second.
  move.observer.on_waiting = [&] {
    ++waits;
    while (waits == 1 && (!other || !other->line().starts_with("* OK"))) {
      other = std::make_unique<test::RawImap>(server->port());
    }
    if (waits == 2) {
      other.reset();
    }
  };
  EXPECT_EQ(complete(move, *server, tree, {.runs = 1}), "");
  EXPECT_GE(waits, 2);
}

}  // namespace
}  // namespace mailhaul::crash
