/// A server that gives messages the time of their arrival, in some of the mailboxes.
#include "upload_fixture.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

using emulator::ProfileName;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::string_view kTree = R"(
maildir .
message cur/1100000001.M1.host:2,S mtime=1100000001
message cur/1100000002.M2.host:2,S mtime=1100000002
maildir .Sent
message .Sent/cur/1200000001.M3.host:2,S mtime=1200000001
message .Sent/cur/1200000002.M4.host:2,S mtime=1200000002
message .Sent/cur/1200000003.M5.host:2,S mtime=1200000003
maildir .Work
message .Work/cur/1300000001.M6.host:2,S mtime=1300000001
)";
constexpr std::size_t kMessages = 6;
constexpr std::uint64_t kAlways = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t kFirstInSent = 3;  ///< of all APPENDs

class ReplacedDates : public UploadFixture {
 protected:
  ReplacedDates() : UploadFixture(kTree) {}

  void ignore_dates_from(std::uint64_t append) {
    server_->add_fault(
        {.point = emulator::FaultPoint::IgnoreDate, .first = append, .last = kAlways});
  }

  /// A run that must stop, and say why.
  Error stop() {
    const Result<UploadSummary> summary = move_->run();
    EXPECT_TRUE(summary) << (summary ? "" : summary.error().message());
    EXPECT_TRUE(summary && summary->stopped);
    return summary && summary->stopped ? *summary->stopped : Error{};
  }
};

/// With UIDPLUS and without.
class ReplacedDatesOnExchange : public ReplacedDates,
                                public ::testing::WithParamInterface<ProfileName> {};

TEST_P(ReplacedDatesOnExchange, StopTheRunAtTheFirstMessageOfAMailbox) {
  start(GetParam());
  ignore_dates_from(kFirstInSent);
  const Error error = stop();
  EXPECT_EQ(error.kind, ErrorKind::Configuration);
  EXPECT_EQ(error.where, "Sent Items");
  EXPECT_THAT(error.hint, HasSubstr("3 messages are there already"));
  EXPECT_THAT(messages("INBOX"), SizeIs(2));
  EXPECT_THAT(messages("Sent Items"), SizeIs(1));
  EXPECT_THAT(messages("Work"), IsEmpty());
}

TEST_P(ReplacedDatesOnExchange, AreLookedForOnceInEachMailbox) {
  start(GetParam());
  EXPECT_EQ(upload().messages.uploaded, kMessages);
  // Sequences of UIDs are asked for where the server does not tell them.
  const std::size_t to_bind = GetParam() == ProfileName::Exchange2010 ? 5 : 0;
  EXPECT_EQ(count_commands(*server_, "UID FETCH"), 3 + to_bind);
  EXPECT_THAT(server_->violations(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Profiles, ReplacedDatesOnExchange,
                         ::testing::Values(ProfileName::Exchange2010, ProfileName::Exchange2016),
                         [](const auto& each) {
                           return std::string(emulator::to_string(each.param));
                         });

TEST_F(ReplacedDates, AreFoundWhereMessagesFlaggedAsDeletedGo) {
  tree_.add("message cur/1100000003.M7.host:2,ST mtime=1100000003");
  start(ProfileName::Exchange2016);
  ignore_dates_from(3);
  EXPECT_EQ(stop().where, "Deleted Items");
  EXPECT_THAT(messages("INBOX"), SizeIs(2));
  EXPECT_THAT(messages("Deleted Items"), SizeIs(1));
}

/// One message goes ahead of all; the other mailboxes are looked at when all is sent.
TEST_F(ReplacedDates, AreFoundAtTheEndWhereManyMessagesAreOnTheWay) {
  start(ProfileName::Exchange2016);
  move_->options.server.profile = target::Profile::Imap;
  ignore_dates_from(kFirstInSent);
  const Error error = stop();
  EXPECT_EQ(error.kind, ErrorKind::Configuration);
  EXPECT_EQ(error.where, "Sent Items");
  EXPECT_THAT(error.hint, HasSubstr("6 messages are there already"));
}

TEST_F(ReplacedDates, DoNotStopWhatWasToldToAcceptThem) {
  start(ProfileName::Exchange2016);
  ignore_dates_from(1);
  move_->options.accept_server_dates = true;
  EXPECT_EQ(upload().messages.uploaded, kMessages);
  EXPECT_EQ(count_commands(*server_, "UID FETCH"), 0U);
}

TEST_F(ReplacedDates, StayUnknownWhereTheServerDoesNotShowTheMessage) {
  start(ProfileName::Exchange2016);
  server_->add_fault({.point = emulator::FaultPoint::Refuse,
                      .command = "UID FETCH",
                      .last = kAlways,
                      .text = "[CANNOT] This message is damaged"});
  EXPECT_EQ(upload().messages.uploaded, kMessages);
  EXPECT_EQ(count_commands(*server_, "EXAMINE"), 3U);
  EXPECT_EQ(count_commands(*server_, "UNSELECT"), 3U);
}

}  // namespace
}  // namespace mailhaul::migrate
