/// The program is ended by SIGKILL while it moves into a real Dovecot or Cyrus, and run again.
#include "points.hpp"
#include "real_scene.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::crash {
namespace {

using conformance::Target;
using ::testing::IsEmpty;

constexpr std::size_t kThreads = 16;
/// Of each server; Cyrus takes the most time.
constexpr std::size_t kPointsInTheGate = 125;

class KillReal : public ::testing::TestWithParam<Target> {};

TEST_P(KillReal, EveryMessageArrivesOnceWhereverTheProgramIsEnded) {
  const test::RealServer server = GetParam().start();
  std::vector<Point> points =
      kill_points(GetParam().name, [&] { return std::make_unique<RealScene>(server, GetParam()); });
  EXPECT_THAT(visit(choose(std::move(points), kPointsInTheGate), kThreads), IsEmpty());
}

std::vector<Target> targets() {
  std::vector<Target> chosen = conformance::real_targets();
  // Its mailboxes can only lie below INBOX, and it has neither MULTIAPPEND nor UIDPLUS to add.
  std::erase_if(chosen, [](const Target& target) { return target.name == "Courier"; });
  return chosen;
}

INSTANTIATE_TEST_SUITE_P(Real, KillReal, ::testing::ValuesIn(targets()),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace mailhaul::crash
