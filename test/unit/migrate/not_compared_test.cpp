// Messages that are on the server, but whose content does not come from it.
#include "uploaded_fixture.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/migrate/verify.hpp>

namespace mailhaul::migrate {
namespace {

using ::testing::Each;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class NotCompared : public UploadedFixture {
 protected:
  NotCompared() {
    start(emulator::ProfileName::Exchange2016);
    upload();
  }

  /// `meanwhile` happens between the comparison of UIDs and that of contents.
  VerifySummary verify_content(const std::function<void()>& meanwhile) {
    const VerifyOptions options{.server = move_->options.server,
                                .sign_in = move_->options.sign_in,
                                .journal_path = move_->options.journal_path,
                                .content = true};
    auto tree = maildir::Scanner::open(*maildir::open_maildir(tree_.path()), {});
    RecordingObserver observer;
    bool has_happened = false;
    observer.on_progress = [&](const Progress& progress) {
      if (progress.messages_done == kMessages && !has_happened) {
        has_happened = true;
        meanwhile();
      }
    };
    Result<VerifySummary> summary = verify(&*tree, options, observer, {});
    EXPECT_TRUE(summary) << (summary ? "" : summary.error().message());
    EXPECT_TRUE(has_happened);
    EXPECT_EQ(observer.count(Outcome::NotCompared),
              summary ? static_cast<std::ptrdiff_t>(summary->messages.not_compared) : -1);
    return summary ? *std::move(summary) : VerifySummary();
  }

  /// Answers the next `count` commands of this name with NO.
  void refuse(const std::string& command, std::uint64_t count, const std::string& text) {
    const std::uint64_t so_far = count_commands(*server_, command);
    server_->add_fault({.point = emulator::FaultPoint::Refuse,
                        .command = command,
                        .first = so_far + 1,
                        .last = so_far + count,
                        .text = text});
  }
};

TEST_F(NotCompared, MessageThatDoesNotComeIsListed) {
  const VerifySummary summary = verify_content([&] { ASSERT_TRUE(server_->remove("INBOX", 2)); });
  EXPECT_EQ(summary.grade(), VerifyGrade::Investigate);
  EXPECT_EQ(summary.messages.compared, kMessages - 1);
  EXPECT_EQ(summary.messages.not_compared, 1U);
  ASSERT_THAT(summary.attention, SizeIs(1));
  EXPECT_EQ(summary.attention[0].kind, "not-compared");
  EXPECT_EQ(summary.attention[0].mailbox, "INBOX");
  EXPECT_EQ(summary.attention[0].unique_name, "1200000002.M2.host");
  EXPECT_THAT(summary.attention[0].text, HasSubstr("did not send it"));
}

TEST_F(NotCompared, MissingMessageIsMissingOnly) {
  ASSERT_TRUE(server_->remove("INBOX", 2));
  const VerifySummary summary = verify_content([] {});
  EXPECT_EQ(summary.grade(), VerifyGrade::Poor);
  EXPECT_EQ(summary.messages.not_compared, 0U);
  EXPECT_THAT(summary.attention, SizeIs(1));
}

TEST_F(NotCompared, MailboxThatCannotBeSelectedIsListedWithTheReason) {
  const VerifySummary summary = verify_content([&] {
    refuse("SELECT", 1000, "[NOPERM] not yours any more");
    refuse("EXAMINE", 1000, "[NOPERM] not yours any more");
  });
  EXPECT_EQ(summary.grade(), VerifyGrade::Investigate);
  EXPECT_EQ(summary.messages.compared, 0U);
  EXPECT_EQ(summary.messages.not_compared, kMessages);
  EXPECT_THAT(summary.attention, SizeIs(kMessages));
  EXPECT_THAT(summary.attention, Each(Field(&Attention::text, HasSubstr("not yours any more"))));
}

/// What Exchange says of a message that it cannot render, and Dovecot of a damaged one.
class RefusedMessage : public NotCompared, public ::testing::WithParamInterface<const char*> {};

TEST_P(RefusedMessage, DoesNotKeepTheOthersFromBeingCompared) {
  // The batch, and then the first of its messages alone.
  const VerifySummary summary = verify_content([&] { refuse("UID FETCH", 2, GetParam()); });
  EXPECT_FALSE(summary.stopped);
  EXPECT_EQ(summary.grade(), VerifyGrade::Investigate);
  EXPECT_EQ(summary.messages.compared, kMessages - 1);
  EXPECT_EQ(summary.messages.not_compared, 1U);
  ASSERT_THAT(summary.attention, SizeIs(1));
  EXPECT_THAT(summary.attention[0].text, HasSubstr(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(
    Answers, RefusedMessage,
    ::testing::Values(
        "The requested message could not be converted to an RFC-822 compatible format",
        "[SERVERBUG] Internal error occurred"));

}  // namespace
}  // namespace mailhaul::migrate
