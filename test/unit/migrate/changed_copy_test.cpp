/// A message that is sent changed is looked for as the copy that was sent, not as the original.
#include "upload_fixture.hpp"

#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include <mailhaul/migrate/rollback.hpp>

namespace mailhaul::migrate {
namespace {

using emulator::ProfileName;

/// The first gets a charset that exists, and then the words of its subject are read otherwise. The
/// second is wrapped, and its subject of 140 umlauts cut to 240 octets.
std::string tree_text() {
  std::string umlauts;
  for (int i = 0; i < 140; ++i) {
    umlauts += "=E4";
  }
  return R"(
maildir .
message cur/1100000001.M1.host:2,S mtime=1100000001 text=Subject:\x20=?TELETEX?Q?J=F6rg?=\n)"
         R"(\x20=?utf-8?Q?=C3=A4?=\nMessage-ID:\x20<1@host>\n\ntext\n
message cur/1200000002.M2.host:2,S mtime=1200000002 text=Subject:\x20=?iso-8859-1?Q?)" +
         umlauts +
         R"(?=\nMessage-ID:\x20<2@host>\nContent-Type:\x20multipart/signed;\x20boundary=b\n\n)"
         R"(--b\n\nsigned\x00text\n--b--\n
)";
}

class ChangedCopy : public UploadFixture {
 protected:
  ChangedCopy() : UploadFixture(tree_text()) { start(ProfileName::Exchange2016); }
};

TEST_F(ChangedCopy, IsFoundWhenItsAnswerWasLost) {
  server_->add_fault(emulator::parse_fault("drop-after-store#1").value());
  server_->add_fault(emulator::parse_fault("drop-after-store#2").value());
  const UploadSummary summary = upload();
  EXPECT_EQ(summary.messages.repaired, 1U);
  EXPECT_EQ(summary.messages.wrapped, 1U);
  EXPECT_EQ(messages("INBOX").size(), 2U);
  EXPECT_EQ(count_appends(*server_), 2U);
}

TEST_F(ChangedCopy, IsAdoptedWhenTheJournalWasLost) {
  upload();
  Move again(tree_, *server_);
  again.options.existing_mail = ExistingMail::Adopt;
  const Result<UploadSummary> summary = again.run();
  ASSERT_TRUE(summary) << summary.error().message();
  EXPECT_EQ(summary->messages.adopted, 2U);
  EXPECT_EQ(messages("INBOX").size(), 2U);
}

TEST_F(ChangedCopy, IsRemovedByRollback) {
  upload();
  RecordingObserver observer;
  const Result<RollbackSummary> summary = rollback({.server = move_->options.server,
                                                    .sign_in = move_->options.sign_in,
                                                    .journal_path = move_->options.journal_path,
                                                    .settle_after = std::chrono::seconds(0)},
                                                   observer, {});
  ASSERT_TRUE(summary) << summary.error().message();
  EXPECT_EQ(summary->messages.removed, 2U);
  EXPECT_EQ(messages("INBOX").size(), 0U);
}

}  // namespace
}  // namespace mailhaul::migrate
