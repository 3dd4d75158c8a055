#include "migrate/server/server_link.hpp"

#include "unit/migrate/upload_rig.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

using std::chrono::milliseconds;

class ServerLinkTest : public ::testing::Test {
 protected:
  ServerLinkTest() : server_(start_server(emulated(emulator::ProfileName::Exchange2016))) {
    options_.host = "127.0.0.1";
    options_.port = server_->port();
    options_.tls = TlsMode::None;
    options_.time.now = [this] { return now_; };
    options_.time.skip_to = [this](Instant due) { now_ = due; };
    sign_in_.user = "demo";
    sign_in_.secret = [] { return Result<Secret>(Secret(std::string("demo"))); };
  }

  /// Runs a step that ends in these errors, one after the other, and then well.
  Result<void> run(std::vector<Error> errors) {
    ServerLink link(options_, sign_in_, observer_, {});
    return link.run([&](ServerConnection&) -> Result<void> {
      return steps_ < errors.size() ? fail(errors.at(steps_++)) : Result<void>();
    });
  }

  [[nodiscard]] std::ptrdiff_t connections() const {
    return std::ranges::count(server_->events(), emulator::EventKind::Connect,
                              &emulator::Event::kind);
  }

  std::unique_ptr<emulator::Server> server_;
  ServerOptions options_;
  SignInOptions sign_in_;
  RecordingObserver observer_;
  Instant now_{std::chrono::hours(1)};
  std::size_t steps_ = 0;
};

TEST_F(ServerLinkTest, StepIsTriedAgainOnANewConnection) {
  EXPECT_TRUE(run({{.kind = ErrorKind::Disconnected}}));
  EXPECT_EQ(connections(), 2);
  EXPECT_TRUE(observer_.waits.empty());
}

TEST_F(ServerLinkTest, StepThatIsThrottledWaitsAsLongAsTheServerSays) {
  const Error throttled{.kind = ErrorKind::Throttled, .retry_after = milliseconds(89'117)};
  EXPECT_TRUE(run({throttled, throttled, throttled}));
  ASSERT_EQ(observer_.waits.size(), 3U);
  EXPECT_EQ(observer_.waits[2].second, 89'117);
  EXPECT_EQ(now_, Instant(std::chrono::hours(1)) + 3 * milliseconds(89'117));
}

/// The pause binds the next connection, whichever command the server asked for it with.
TEST_F(ServerLinkTest, ConnectionThatIsThrottledWaitsAsLongAsTheServerSays) {
  for (const std::string command : {"AUTHENTICATE", "ID", "CAPABILITY"}) {
    steps_ = 0;
    observer_.waits.clear();
    server_ = start_server(emulated(emulator::ProfileName::Exchange2016));
    options_.port = server_->port();
    const std::string occurrence = command == "CAPABILITY" ? "#4" : "#2";
    server_->add_fault(emulator::parse_fault("refuse@" + command + occurrence +
                                             ":Request is throttled. Suggested Backoff Time: "
                                             "89117 milliseconds")
                           .value());
    EXPECT_TRUE(run({{.kind = ErrorKind::Disconnected}}));
    ASSERT_EQ(observer_.waits.size(), 1U) << command;
    EXPECT_EQ(observer_.waits.front().second, 89'117) << command;
  }
}

TEST_F(ServerLinkTest, FirstConnectionWaitsWhereItIsThrottledAndNowhereElse) {
  server_->add_fault(emulator::parse_fault("refuse@AUTHENTICATE#1:Request is throttled. Suggested "
                                           "Backoff Time: 89117 milliseconds")
                         .value());
  server_->add_fault(emulator::parse_fault("refuse@AUTHENTICATE#2:AUTHENTICATE failed.").value());
  ServerLink link(options_, sign_in_, observer_, {});
  const Result<void> opened = link.open_first();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, ErrorKind::Authentication);
  ASSERT_EQ(observer_.waits.size(), 1U);
  EXPECT_EQ(observer_.waits.front().second, 89'117);
}

TEST_F(ServerLinkTest, PassingReasonsAreTriedMoreOftenWithLongerPauses) {
  EXPECT_TRUE(run(std::vector<Error>(kFruitlessConnections, {.kind = ErrorKind::Disconnected})));
  EXPECT_EQ(connections(), kFruitlessConnections + 1);
  EXPECT_GT(observer_.waits.back().second, observer_.waits.front().second);
}

TEST_F(ServerLinkTest, GivesUpInTheEnd) {
  const auto done =
      run(std::vector<Error>(kFruitlessConnections + 1, {.kind = ErrorKind::Disconnected}));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::Disconnected);
}

TEST_F(ServerLinkTest, RefusalIsTriedOnceMoreAndAJournalNever) {
  EXPECT_FALSE(run({{.kind = ErrorKind::Refused}, {.kind = ErrorKind::Refused}}));
  EXPECT_EQ(steps_, 2U);
  steps_ = 0;
  EXPECT_FALSE(run({{.kind = ErrorKind::Journal}}));
  EXPECT_EQ(steps_, 1U);
}

/// What LIST told the first connection about the server, the second one does not ask.
TEST_F(ServerLinkTest, NewConnectionKnowsTheServerForWhatItIs) {
  const auto server =
      start_server(emulated(emulator::ProfileName::Exchange2010, {"special_use_attrs=true"}));
  options_.port = server->port();
  ServerLink link(options_, sign_in_, observer_, {});
  ASSERT_TRUE(link.open());
  EXPECT_EQ(link.connection().profile(), target::Profile::Exchange2010);
  ASSERT_TRUE(link.connection().list_mailboxes());
  ASSERT_EQ(link.connection().profile(), target::Profile::Exchange2016);
  link.drop();
  ASSERT_TRUE(link.ensure_open());
  EXPECT_EQ(link.connection().profile(), target::Profile::Exchange2016);
}

}  // namespace
}  // namespace mailhaul::migrate
