/// The connection of a small move is cut, stalls or is half closed after each number of octets, in
/// both directions.
#include "crash_move.hpp"
#include "cutting_proxy.hpp"
#include "points.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::crash {
namespace {

using emulator::ProfileName;
using migrate::stored_in;
using migrate::wire_forms;
using ::testing::IsEmpty;

constexpr std::size_t kThreads = 32;
constexpr std::size_t kPointsInTheGate = 75;
/// How long a run waits for an answer that does not come.
constexpr std::chrono::seconds kTimeout{2};
/// Time for the server to deal with what came before the cut, on the slowest machine.
constexpr std::chrono::seconds kSettleAfter{3};

constexpr std::string_view kSmallTree = R"(
maildir .
message cur/1100000001.M1.host:2,S mtime=1100000001 text=Subject:\x20a\n\nHi.\n
message cur/1200000002.M2.host:2,F mtime=1200000002 text=Subject:\x20b\n\nHo.\n
message cur/1300000003.M3.host:2,F mtime=1200000002 text=Subject:\x20b\n\nHo.\n
)";

struct Scene {
  Scene(ProfileName profile, std::optional<Cut> cut)
      : server(migrate::start_server(exchange(profile))),
        proxy(server->port(), cut),
        move(tree, *server) {
    move.options.server.port = proxy.port();
    move.options.settle_after = kSettleAfter;
    if (cut && cut->how != Disturbance::Cut) {
      move.options.server.command_timeout = kTimeout;
      move.options.server.append_timeout = kTimeout;
    }
    sign_in_to(profile, move);
  }

  test::TemporaryMaildir tree{kSmallTree};
  std::unique_ptr<emulator::Server> server;
  CuttingProxy proxy;
  migrate::Move move;
};

/// How many octets an undisturbed move carries.
std::uint64_t length_of(ProfileName profile, Direction direction) {
  Scene scene(profile, std::nullopt);
  const auto summary = scene.move.run();
  EXPECT_TRUE(summary && !summary->stopped);
  EXPECT_EQ(stored_in(*scene.server, "INBOX"), wire_forms(scene.tree, ""));
  return scene.proxy.carried(direction);
}

std::string cut_and_complete(ProfileName profile, const Cut& cut) {
  Scene scene(profile, cut);
  std::string why;
  for (int run = 1; run <= 2; ++run) {
    const auto summary = scene.move.run();
    if (summary && !summary->stopped && !summary->needs_attention()) {
      return stored_in(*scene.server, "INBOX") == wire_forms(scene.tree, "")
                 ? std::string()
                 : fmt::format("{} messages in INBOX", stored_in(*scene.server, "INBOX").size());
    }
    why = !summary           ? summary.error().message()
          : summary->stopped ? summary->stopped->message()
                             : summary->attention[0].text;
  }
  return "not done: " + why;
}

std::vector<Point> points_of(ProfileName profile, Direction direction, Disturbance how) {
  std::vector<Point> points;
  const std::uint64_t length = length_of(profile, direction);
  EXPECT_GT(length, 500U);
  for (std::uint64_t after = 0; after < length; ++after) {
    points.push_back({.name = fmt::format("{} octet {} to {}", emulator::to_string(profile), after,
                                          direction == Direction::ToServer ? "server" : "client"),
                      .check = [=] {
                        return cut_and_complete(
                            profile, {.direction = direction, .after = after, .how = how});
                      }});
  }
  return points;
}

class Network : public ::testing::TestWithParam<std::tuple<ProfileName, Direction>> {
 protected:
  static std::vector<std::string> disturb_by(Disturbance how) {
    const auto [profile, direction] = GetParam();
    return visit(choose(points_of(profile, direction, how), kPointsInTheGate), kThreads);
  }
};

TEST_P(Network, CutLosesNothing) {
  EXPECT_THAT(disturb_by(Disturbance::Cut), IsEmpty());
}

TEST_P(Network, StallLosesNothing) {
  EXPECT_THAT(disturb_by(Disturbance::Stall), IsEmpty());
}

TEST_P(Network, HalfClosedConnectionLosesNothing) {
  EXPECT_THAT(disturb_by(Disturbance::HalfClose), IsEmpty());
}

/// More than all the buffers on the way hold, so that the run itself cannot write any more.
TEST(LargeMessage, ServerThatStopsReadingLosesNothing) {
  Scene scene(ProfileName::Exchange2016, Cut{.after = 100'000, .how = Disturbance::Stall});
  scene.tree.add("message cur/1000000000.M0.host:2,S mtime=1000000000 size=10000000");
  const auto summary = scene.move.run();
  ASSERT_TRUE(summary) << summary.error().message();
  EXPECT_FALSE(summary->stopped) << summary->stopped->message();
  EXPECT_EQ(stored_in(*scene.server, "INBOX"), wire_forms(scene.tree, ""));
}

INSTANTIATE_TEST_SUITE_P(
    Profiles, Network,
    ::testing::Combine(::testing::Values(ProfileName::Exchange2007, ProfileName::Exchange2016),
                       ::testing::Values(Direction::ToServer, Direction::ToClient)),
    [](const auto& each) {
      return std::string(emulator::to_string(std::get<0>(each.param))) +
             (std::get<1>(each.param) == Direction::ToServer ? "_to_server" : "_to_client");
    });

}  // namespace
}  // namespace mailhaul::crash
