/// The program is ended by SIGKILL while it carries over what changed at the source since a first
/// run: new messages, other flags, messages moved to another folder, while a message of somebody
/// else is marked as deleted.
#include "crash_move.hpp"
#include "emulated_scene.hpp"
#include "points.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::crash {
namespace {

using ::testing::IsEmpty;

constexpr std::size_t kThreads = 16;
constexpr std::size_t kPointsInTheGate = 250;

/// A move that is complete, and a source that has changed since.
class ChangedSource final : public EmulatedScene {
 public:
  explicit ChangedSource(const Party& party) : EmulatedScene(party) {
    if (const test::Ending first = test::run(program()); first.status != 0) {
      throw std::runtime_error("the first run: " + first.errors);
    }
    use_tree(tree());
    as_owner("STORE 1 +FLAGS (\\Deleted)");
  }

  /// The owner's own mark of deletion survives, whatever is removed beside it.
  [[nodiscard]] std::string complaint() override {
    const emulator::MessageSnapshot before = server().mailbox("INBOX")->messages.front();
    if (std::ranges::count(before.flags, "\\Deleted") == 0) {
      return "the owner's mark of deletion is gone";
    }
    as_owner("STORE 1 -FLAGS (\\Deleted)");
    return EmulatedScene::complaint();
  }
};

TEST(KillDelta, ChangesArriveOnceWhereverTheProgramIsEnded) {
  std::vector<Point> points;
  for (const Party& party : parties_that_move_messages()) {
    std::ranges::move(
        kill_points(party.name, [party] { return std::make_unique<ChangedSource>(party); }),
        std::back_inserter(points));
  }
  EXPECT_THAT(visit(choose(std::move(points), kPointsInTheGate), kThreads), IsEmpty());
}

}  // namespace
}  // namespace mailhaul::crash
