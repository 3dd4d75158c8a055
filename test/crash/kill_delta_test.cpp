/// The program is ended by SIGKILL while it carries over what changed at the source since a first
/// run: new messages, other flags, messages moved to another folder, while a message of somebody
/// else is marked as deleted.
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
    // Read, answered, and no longer flagged.
    tree().rename("new/1300000006.M6.host", "cur/1300000006.M6.host:2,S");
    tree().rename("cur/1100000001.M1.host:2,S", "cur/1100000001.M1.host:2,RS");
    tree().rename("cur/1150000002.M2.host:2,RF", "cur/1150000002.M2.host:2,R");
    tree().rename(".Sent/cur/1350000007.M7.host:2,S", ".Sent/cur/1350000007.M7.host:2,FS");
    // Filed elsewhere, once with other flags: by MOVE, or by COPY and removal of the original.
    tree().rename("cur/1200000003.M3.host:2,FS", ".Work.Plans/cur/1200000003.M3.host:2,FS");
    tree().rename(".Sent/cur/1400000008.M8.host:2,S", "cur/1400000008.M8.host:2,RS");
    tree().add("message new/1650000013.M13.host mtime=1650000013");
    tree().add("message .Sent/cur/1660000014.M14.host:2,S mtime=1660000014");
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
