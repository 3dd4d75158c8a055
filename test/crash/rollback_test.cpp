/// What was uploaded is taken back: once as it should go, and once ended by SIGKILL at each system
/// call and run again. Other people's messages and their deleted marks stay what they were.
#include "emulated_scene.hpp"
#include "mailbox_snapshot.hpp"
#include "points.hpp"

#include <iterator>
#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::crash {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::size_t kThreads = 16;
constexpr std::size_t kPointsInTheGate = 250;

/// A move that is complete, and an account in which somebody had marked a message as deleted.
class Uploaded final : public EmulatedScene {
 public:
  explicit Uploaded(const Party& party) : EmulatedScene(party) {
    mark_deleted();
    before_ = describe_account(server());
    const test::Ending first = run(EmulatedScene::program());
    if (first.status != 0 || before_ == describe_account(server())) {
      throw std::runtime_error("the upload: " + first.errors);
    }
  }

  [[nodiscard]] test::Program program() const override {
    return command("rollback", {"--settle-after", "1"});
  }

  [[nodiscard]] std::string complaint() override {
    const std::vector<std::string> after = describe_account(server());
    // What Exchange minds is no matter of a move that takes it for another server.
    std::string complaint =
        party().as_plain_imap ? "" : fmt::format("{}", fmt::join(server().violations(), "; "));
    return after == before_ ? complaint
                            : fmt::format("{} the account was\n  {}\nand is\n  {}\n", complaint,
                                          fmt::join(before_, "\n  "), fmt::join(after, "\n  "));
  }

  [[nodiscard]] test::Ending run(const test::Program& program) const { return test::run(program); }

  [[nodiscard]] test::Program upload() const { return EmulatedScene::program(); }

  [[nodiscard]] test::Program verify() const { return command("verify", {"--json"}); }

 private:
  void mark_deleted() {
    for (const std::string name : {"kept", "marked"}) {
      if (!server().deliver("INBOX", fmt::format("From: eve@example.org\r\nSubject: {}\r\n"
                                                 "Message-ID: <{}@example.org>\r\n\r\nHi.\r\n",
                                                 name, name))) {
        throw std::runtime_error("the emulator takes no mail");
      }
    }
    as_owner("STORE 3 +FLAGS (\\Deleted)");
  }

  std::vector<std::string> before_;
};

class Rollback : public ::testing::TestWithParam<Party> {};

TEST_P(Rollback, LeavesTheAccountAsItWasAndANewUploadIsPerfect) {
  Uploaded scene(GetParam());
  const test::Ending rolled_back = scene.run(scene.program());
  EXPECT_EQ(rolled_back.status, 0) << rolled_back.output << rolled_back.errors;
  EXPECT_EQ(scene.complaint(), "");
  const test::Ending uploaded = scene.run(scene.upload());
  EXPECT_EQ(uploaded.status, 0) << uploaded.output << uploaded.errors;
  const test::Ending verified = scene.run(scene.verify());
  EXPECT_EQ(verified.status, 0) << verified.output << verified.errors;
  EXPECT_THAT(verified.output, HasSubstr(R"("grade":"perfect")"));
}

INSTANTIATE_TEST_SUITE_P(Parties, Rollback, ::testing::ValuesIn(parties()),
                         [](const auto& each) { return party_title(each.param); });

TEST(KillRollback, AccountIsAsItWasWhereverTheProgramIsEnded) {
  std::vector<Point> points;
  for (const Party& party : parties()) {
    std::ranges::move(
        kill_points(party.name, [party] { return std::make_unique<Uploaded>(party); }),
        std::back_inserter(points));
  }
  EXPECT_THAT(visit(choose(std::move(points), kPointsInTheGate), kThreads), IsEmpty());
}

}  // namespace
}  // namespace mailhaul::crash
