/// Servers that ask for patience: throttling, tokens that run out, no room for another connection.
#include "crash_move.hpp"
#include "support/raw_imap.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

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

TEST(Pace, TokenThatRunsOutIsRenewed) {
  const test::TemporaryMaildir tree(kTree);
  emulator::Options options = exchange(ProfileName::ExchangeOnline);
  ASSERT_TRUE(emulator::apply_setting(options.profile, "token_ttl", "3600"));
  const auto clock =
      std::make_shared<emulator::SimulatedClock>(emulator::Instant(std::chrono::hours(500'000)));
  options.clock = clock;
  const auto server = migrate::start_server(std::move(options));
  prepare(*server);
  migrate::Move move(tree, *server);
  sign_in_to(ProfileName::ExchangeOnline, move);
  int tokens = 0;
  move.options.sign_in.secret = [&tokens] {
    ++tokens;
    return Result<Secret>(Secret(std::string("demo")));
  };
  move.observer.on_message = [&](const migrate::RecordedMessage&) {
    clock->advance(std::chrono::minutes(25));
  };
  EXPECT_EQ(complete(move, *server, tree, {.runs = 1}), "");
  EXPECT_GT(tokens, 1);
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
