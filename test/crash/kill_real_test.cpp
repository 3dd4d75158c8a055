/// The program is ended by SIGKILL while it moves into real servers, follows a source that changed
/// or takes everything back, and run again.
#include "crash_move.hpp"
#include "points.hpp"
#include "real_scene.hpp"

#include <memory>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::crash {
namespace {

using conformance::Target;
using ::testing::IsEmpty;

constexpr std::size_t kThreads = 16;
/// Of each server.
constexpr std::size_t kPointsOfTheMove = 125;
constexpr std::size_t kPointsOfLaterRuns = 20;

/// A move that is complete, in an account whose owner had mail there before and uses it since.
class Moved : public RealScene {
 public:
  Moved(const test::RealServer& server, const Target& target) : RealScene(server, target) {
    create_as_owner({});
    create_as_owner({"Sent"});
    put_as_owner({"Sent"}, "(\\Seen)");
    put_as_owner({"Sent"}, "(\\Deleted)");
    if (const test::Ending first = test::run(RealScene::program()); first.status != 0) {
      throw std::runtime_error("the first run: " + first.errors);
    }
    put_as_owner({"INBOX"}, "(\\Deleted)");
  }

  /// Mail arrives between the run that is ended and the next.
  void await_quiet() override {
    RealScene::await_quiet();
    put_as_owner({"INBOX"}, "()");
    put_as_owner({"Sent"}, "(\\Deleted \\Seen)");
  }
};

class Changed final : public Moved {
 public:
  Changed(const test::RealServer& server, const Target& target) : Moved(server, target) {
    use_tree(tree());
  }
};

class TakenBack final : public Moved {
 public:
  using Moved::Moved;

  [[nodiscard]] test::Program program() const override { return command("rollback"); }

 private:
  [[nodiscard]] Contents expected() const override { return owned(); }
};

class KillReal : public ::testing::TestWithParam<Target> {
 protected:
  template <typename KilledScene>
  [[nodiscard]] std::vector<std::string> complaints(std::size_t points_in_the_gate) const {
    std::vector<Point> points = kill_points(
        GetParam().name, [this] { return std::make_unique<KilledScene>(server_, GetParam()); });
    return visit(choose(std::move(points), points_in_the_gate), kThreads);
  }

 private:
  test::RealServer server_ = GetParam().start();
};

TEST_P(KillReal, EveryMessageArrivesOnceWhereverTheProgramIsEnded) {
  EXPECT_THAT(complaints<RealScene>(kPointsOfTheMove), IsEmpty());
}

TEST_P(KillReal, ChangesArriveOnceWhereverTheProgramIsEnded) {
  EXPECT_THAT(complaints<Changed>(kPointsOfLaterRuns), IsEmpty());
}

TEST_P(KillReal, AccountIsAsItWasWhereverTheProgramIsEnded) {
  EXPECT_THAT(complaints<TakenBack>(kPointsOfLaterRuns), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Real, KillReal, ::testing::ValuesIn(conformance::real_targets()),
                         [](const auto& each) { return each.param.name; });
/// By EXPUNGE, with the marks of others taken off meanwhile.
INSTANTIATE_TEST_SUITE_P(WithoutUidplus, KillReal,
                         ::testing::Values(conformance::dovecot_without_uidplus()),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace mailhaul::crash
