/// The program is ended by SIGKILL at each write, sync, send and receive of its run, and run again.
#include "emulated_scene.hpp"
#include "kill_matrix.hpp"
#include "points.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::crash {
namespace {

using ::testing::IsEmpty;

constexpr std::size_t kThreads = 16;
constexpr std::size_t kPointsInTheGate = 900;

TEST(Kill, EveryMessageArrivesOnceWhereverTheProgramIsEnded) {
  std::vector<Point> points;
  for (const Party& party : parties()) {
    std::ranges::move(
        kill_points(party.name, [party] { return std::make_unique<EmulatedScene>(party); }),
        std::back_inserter(points));
  }
  EXPECT_THAT(visit(choose(std::move(points), kPointsInTheGate), kThreads), IsEmpty());
}

}  // namespace
}  // namespace mailhaul::crash
