/// A rehearsal does not take its own word for it: what its server lost or doubled is found out.
#include "cli/commands/rehearsal.hpp"

#include "support/maildir_builder.hpp"
#include "unit/migrate/upload_rig.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::cli {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::string_view kTree = R"(
maildir .
message cur/1100000001.M1.host:2,S mtime=1100000001
message cur/1200000002.M2.host:2,FS mtime=1200000002
message new/1300000003.M3.host mtime=1300000003
maildir .Work
message .Work/cur/1400000004.M4.host:2,S mtime=1400000004
)";

class RehearsedMove : public ::testing::Test {
 protected:
  migrate::UploadSummary rehearse(const std::vector<std::string>& specs,
                                  target::Profile profile = target::Profile::Exchange2016) {
    std::vector<emulator::Fault> faults;
    for (const std::string& spec : specs) {
      faults.push_back(emulator::parse_fault(spec).value());
    }
    const test::TemporaryMaildir source(kTree);
    auto directory = maildir::open_maildir(source.path());
    const auto tree = maildir::Scanner::open(*std::move(directory), {});
    migrate::UploadOptions options;
    options.maildir = source.path();
    auto summary = cli::rehearse(*tree, profile, std::move(options), observer_, {}, faults);
    EXPECT_TRUE(summary) << (summary ? "" : summary.error().message());
    return summary ? *std::move(summary) : migrate::UploadSummary();
  }

  migrate::RecordingObserver observer_;
};

TEST_F(RehearsedMove, IsVerifiedToTheLastWord) {
  for (const target::Profile profile :
       {target::Profile::Exchange2007, target::Profile::Exchange2010, target::Profile::Exchange2013,
        target::Profile::Exchange2016, target::Profile::ExchangeOnline}) {
    const migrate::UploadSummary summary = rehearse({}, profile);
    EXPECT_FALSE(summary.stopped);
    ASSERT_TRUE(summary.rehearsed);
    EXPECT_EQ(summary.rehearsed->grade, "perfect") << target::to_string(profile);
    EXPECT_EQ(summary.rehearsed->compared, 4U);
    EXPECT_THAT(summary.attention, IsEmpty());
  }
  EXPECT_EQ(std::ranges::count(observer_.phases, migrate::Phase::Compare), 5);
}

TEST_F(RehearsedMove, CopyThatTheServerMadeIsFoundOut) {
  const migrate::UploadSummary summary = rehearse({"store-twice#2"});
  EXPECT_EQ(summary.rehearsed->grade, "investigate");
  EXPECT_EQ(observer_.count(migrate::Outcome::Duplicated), 1);
  ASSERT_THAT(summary.attention, SizeIs(1));
  EXPECT_EQ(summary.attention_total, 1U);
  EXPECT_EQ(summary.attention.front().mailbox, "INBOX");
}

/// The last command of the move finds an empty server.
TEST_F(RehearsedMove, LossIsFoundOut) {
  const migrate::UploadSummary summary = rehearse({"restart-without-state@UID STORE"});
  EXPECT_NE(summary.rehearsed->grade, "perfect");
  EXPECT_NE(summary.rehearsed->grade, "good");
  EXPECT_GT(summary.attention_total, 0U);
}

}  // namespace
}  // namespace mailhaul::cli
