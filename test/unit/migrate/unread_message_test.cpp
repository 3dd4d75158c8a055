/// Files about which their size decides: they are listed without being read.
#include "upload_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

using ::testing::AllOf;
using ::testing::Field;
using ::testing::UnorderedElementsAre;

auto matter(std::string_view unique_name, std::string_view kind) {
  return AllOf(Field(&Attention::unique_name, unique_name), Field(&Attention::kind, kind));
}

/// Two files of 6 GB beside a message; reading them would take longer than all other tests.
class UnreadMessages : public UploadFixture, public ::testing::WithParamInterface<target::Profile> {
 protected:
  UnreadMessages()
      : UploadFixture(
            "maildir .\nmessage cur/1.h:2,S\n"
            "file cur/2.hole:2,S sparse=6442450944 mtime=1400000001\n"
            "file cur/3.large:2,S text=Subject:\\x20x\\n\\n sparse=6442450944 "
            "mtime=1400000001\n") {}
};

TEST_P(UnreadMessages, AreListedWithTheirReasons) {
  start(emulator::ProfileName::Exchange2016);
  move_->options.server.profile = GetParam();
  const UploadSummary summary = upload();
  EXPECT_EQ(summary.messages.uploaded, 1U);
  EXPECT_EQ(summary.messages.refused, 2U);
  EXPECT_THAT(summary.attention,
              UnorderedElementsAre(matter("2.hole", "all-nul"), matter("3.large", "too-big")));
}

TEST_P(UnreadMessages, AreLeftOutByTheLimitOfTheUser) {
  start(emulator::ProfileName::Exchange2016);
  move_->options.server.profile = GetParam();
  move_->options.selection.max_size = 2'000'000;
  const UploadSummary summary = upload();
  EXPECT_EQ(summary.messages.uploaded, 1U);
  EXPECT_EQ(summary.messages.skipped, 2U);
}

TEST_P(UnreadMessages, AreNotAdopted) {
  start(emulator::ProfileName::Exchange2016);
  move_->options.server.profile = GetParam();
  ASSERT_EQ(upload().messages.uploaded, 1U);
  move_ = std::make_unique<Move>(tree_, *server_);
  move_->options.server.profile = GetParam();
  move_->options.existing_mail = ExistingMail::Adopt;
  const UploadSummary summary = upload();
  EXPECT_EQ(summary.messages.already_there, 1U);
  EXPECT_EQ(summary.messages.refused, 2U);
}

INSTANTIATE_TEST_SUITE_P(For, UnreadMessages,
                         ::testing::Values(target::Profile::Exchange2016, target::Profile::Imap),
                         [](const auto& test) { return std::string(to_string(test.param)); });

}  // namespace
}  // namespace mailhaul::migrate
