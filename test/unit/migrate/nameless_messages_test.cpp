/// Messages without a Message-ID, of one second, on a server that gives no UIDs: which of them is
/// ours, when the answer to one was lost.
#include "support/raw_imap.hpp"
#include "upload_fixture.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/migrate/rollback.hpp>

namespace mailhaul::migrate {
namespace {

using emulator::ProfileName;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsSupersetOf;
using ::testing::SizeIs;

constexpr std::string_view kTree = R"(
maildir .
message cur/1100000000.M0.host:2,S mtime=1100000000
message cur/1300000000.M1.host:2,S mtime=1300000000 text=Subject:\x20cron\n\nOne.\n
message cur/1300000000.M2.host:2,S mtime=1300000000 text=Subject:\x20cron\n\nTwo.\n
)";
const std::string kFirst = "Subject: cron\r\n\r\nOne.\r\n";
const std::string kSecond = "Subject: cron\r\n\r\nTwo.\r\n";
/// Of the owner.
const std::string kOther = "Subject: other\r\n\r\nMine.\r\n";
const std::string kTwin = "Subject: cron\r\n\r\nMine.\r\n";

class NamelessMessages : public UploadFixture {
 protected:
  NamelessMessages() : UploadFixture(kTree) {}

  void start(const std::string& fault) {
    emulator::Options options =
        emulated(ProfileName::Exchange2016, {"uidplus=false", "no_pipeline=ignore"});
    options.faults = {emulator::parse_fault(fault).value()};
    UploadFixture::start(std::move(options));
    move_->options.server.profile = target::Profile::Imap;
    move_->options.server.time.skip_to = [](Instant) {};  // pauses cost no time
  }

  /// Once the first message is stored and before the answer to the next is lost.
  void meanwhile_as_owner(const std::string& message) {
    move_->observer.on_message = [this, message](const RecordedMessage& report) {
      if (report.unique_name.starts_with("1100000000")) {
        put_as_owner(message);
      }
    };
  }

  /// Its INTERNALDATE is that of the two.
  void put_as_owner(const std::string& message) const {
    test::RawImap client(server_->port());
    client.line();
    client.command("LOGIN demo demo");
    EXPECT_THAT(client.append("INBOX (\\Seen) \"13-Mar-2011 07:06:40 +0000\"", message),
                ::testing::StartsWith("tag OK"));
    client.command("LOGOUT");
  }

  [[nodiscard]] RollbackSummary roll_back() {
    RecordingObserver observer;
    Result<RollbackSummary> summary = rollback({.server = move_->options.server,
                                                .sign_in = move_->options.sign_in,
                                                .journal_path = move_->options.journal_path,
                                                .settle_after = std::chrono::seconds(0)},
                                               observer, {});
    EXPECT_TRUE(summary) << (summary ? "" : summary.error().message());
    return summary ? *std::move(summary) : RollbackSummary();
  }
};

TEST_F(NamelessMessages, OnlyWhatTheServerDidNotStoreIsSentAgain) {
  start("drop-after-store#2");
  const UploadSummary summary = upload();
  EXPECT_FALSE(summary.needs_attention());
  EXPECT_EQ(stored_in(*server_, "INBOX"), wire_forms(tree_, ""));
  EXPECT_EQ(roll_back().messages.removed, 3U);
  EXPECT_THAT(messages("INBOX"), SizeIs(0));
}

/// They come in pieces.
TEST_F(NamelessMessages, AreKnownByTheirOctetsHoweverManyTheseAre) {
  std::string body;
  for (int line = 0; line < 4000; ++line) {
    body += "This\\x20is\\x20a\\x20line\\x20of\\x20the\\x20body.\\n";
  }
  for (const std::string last : {"A", "B"}) {
    tree_.add(
        fmt::format("message cur/1400000000.M{}.host:2,S mtime=1400000000 "
                    "text=Subject:\\x20large\\n\\n{}{}\\n\n",
                    last, body, last));
  }
  start("drop-after-store#4");
  EXPECT_FALSE(upload().needs_attention());
  EXPECT_EQ(stored_in(*server_, "INBOX"), wire_forms(tree_, ""));
}

TEST_F(NamelessMessages, WhatItsOwnerPutThereIsNotTakenForOneThatTheServerStored) {
  start("drop-after-store#3");  // the second is that of the owner
  meanwhile_as_owner(kOther);
  EXPECT_FALSE(upload().needs_attention());
  EXPECT_THAT(stored_in(*server_, "INBOX"), IsSupersetOf({kFirst, kSecond, kOther}));
  EXPECT_EQ(roll_back().messages.removed, 3U);
  EXPECT_THAT(stored_in(*server_, "INBOX"), ElementsAre(kOther));
}

TEST_F(NamelessMessages, WhatItsOwnerPutThereIsNotTakenForOneThatTheServerLost) {
  start("drop-after-literal#3:1000s");
  meanwhile_as_owner(kOther);
  EXPECT_FALSE(upload().needs_attention());
  EXPECT_THAT(stored_in(*server_, "INBOX"), IsSupersetOf({kFirst, kSecond, kOther}));
  EXPECT_EQ(roll_back().messages.removed, 3U);
  EXPECT_THAT(stored_in(*server_, "INBOX"), ElementsAre(kOther));
}

/// With the same headers it may be one of ours, changed by the server.
TEST_F(NamelessMessages, WhatCannotBeToldFromItsOwnersIsListedUntilItCan) {
  start("drop-after-literal#3:1000s");
  meanwhile_as_owner(kTwin);
  const UploadSummary first = upload();
  EXPECT_EQ(first.messages.unknown, 2U);
  EXPECT_TRUE(first.needs_attention());
  EXPECT_THAT(stored_in(*server_, "INBOX"), SizeIs(2));
  EXPECT_THAT(stored_in(*server_, "INBOX"), Contains(kTwin));
  ASSERT_TRUE(server_->remove("INBOX", messages("INBOX").back().uid));
  EXPECT_FALSE(upload().needs_attention());
  EXPECT_EQ(stored_in(*server_, "INBOX"), wire_forms(tree_, ""));
}

TEST_F(NamelessMessages, RollbackKeepsWhatCannotBeTold) {
  start("drop-after-store#3");
  meanwhile_as_owner(kTwin);
  EXPECT_EQ(upload().messages.unknown, 1U);
  const RollbackSummary summary = roll_back();
  EXPECT_EQ(summary.messages.removed, 2U);
  EXPECT_TRUE(summary.needs_attention());
  EXPECT_THAT(stored_in(*server_, "INBOX"), ElementsAre(kTwin));
}

}  // namespace
}  // namespace mailhaul::migrate
