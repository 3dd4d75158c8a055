/// Messages that a server takes only as read: the mark is taken off again, by a later run if need
/// be.
#include "upload_rig.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

using emulator::ProfileName;
using ::testing::Contains;
using ::testing::Not;

constexpr std::string_view kTree = R"(
maildir .
message new/1100000001.M1.host mtime=1100000001
message cur/1200000002.M2.host:2,R mtime=1200000002
)";

std::vector<std::vector<std::string>> flags_on(const emulator::Server& server) {
  std::vector<std::vector<std::string>> flags;
  const emulator::MailboxSnapshot inbox = server.mailbox("INBOX").value();
  for (const emulator::MessageSnapshot& message : inbox.messages) {
    flags.push_back(message.flags);
  }
  return flags;
}

class SeenThenUnseen : public ::testing::TestWithParam<ProfileName> {
 protected:
  SeenThenUnseen() : server_(start_server(emulated(GetParam(), {"refuse_unseen=true"}))) {
    move_.options.accept_server_dates = true;
    move_.options.server.time.now = [this] { return now_; };
    // Pauses before the next connection pass at once.
    move_.options.server.time.skip_to = [this](Instant due) { now_ = due; };
  }

  Instant now_{std::chrono::hours(1)};
  test::TemporaryMaildir tree_{kTree};
  std::unique_ptr<emulator::Server> server_;
  Move move_{tree_, *server_};
};

TEST_P(SeenThenUnseen, LeavesTheMessageUnread) {
  const auto summary = move_.run();
  ASSERT_TRUE(summary) << summary.error().message();
  EXPECT_EQ(summary->messages.uploaded, 2U);
  EXPECT_EQ(summary->attention_total, 0U);
  EXPECT_THAT(flags_on(*server_), ::testing::Each(Not(Contains("\\Seen"))));
}

/// The run ends between the APPEND and the STORE.
TEST_P(SeenThenUnseen, IsFinishedByTheNextRun) {
  server_->add_fault(emulator::parse_fault("drop@UID STORE#1+").value());
  const auto first = move_.run();
  ASSERT_TRUE(!first || first->stopped);
  EXPECT_THAT(flags_on(*server_), Contains(Contains("\\Seen")));
  server_->clear_faults();
  const auto second = move_.run();
  ASSERT_TRUE(second) << second.error().message();
  EXPECT_FALSE(second->stopped);
  EXPECT_EQ(second->messages.uploaded, 0U);
  EXPECT_EQ(flags_on(*server_).size(), 2U);
  EXPECT_THAT(flags_on(*server_), ::testing::Each(Not(Contains("\\Seen"))));
}

INSTANTIATE_TEST_SUITE_P(Profiles, SeenThenUnseen,
                         ::testing::Values(ProfileName::Exchange2007, ProfileName::Exchange2010,
                                           ProfileName::Exchange2013, ProfileName::Exchange2016),
                         [](const auto& tested) {
                           return std::string(emulator::to_string(tested.param));
                         });

}  // namespace
}  // namespace mailhaul::migrate
