/// Messages whose flags cannot be set because nobody can tell which of several on the server they
/// are.
#include "upload_rig.hpp"

#include <string>

#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

using emulator::ProfileName;

constexpr std::string_view kTree = R"(
maildir .
message cur/1100000001.M1.host:2,FS mtime=1100000001
message cur/1200000002.M2.host:2,FS mtime=1200000002
)";

/// The server makes a second copy of the first message, on which its owner may have worked already.
UploadSummary upload_doubled(Move& move) {
  move.options.accept_server_dates = true;
  const Result<UploadSummary> summary = move.run();
  EXPECT_TRUE(summary) << (summary ? "" : summary.error().message());
  return summary ? *summary : UploadSummary();
}

TEST(UnsetFlags, AreCountedAndToldInEveryRun) {
  const test::TemporaryMaildir tree(kTree);
  emulator::Options options = emulated(ProfileName::Exchange2007);
  options.faults = {emulator::parse_fault("store-twice#1").value()};
  const auto server = start_server(std::move(options));
  Move move(tree, *server);
  for (std::ptrdiff_t run = 1; run <= 2; ++run) {
    const UploadSummary summary = upload_doubled(move);
    EXPECT_EQ(summary.messages.flags_not_set, 1U);
    EXPECT_EQ(summary.attention_total, 0U);
    EXPECT_EQ(move.observer.count(Outcome::FlagsDiffer), run);
  }
  EXPECT_EQ(move.observer.messages.back().unique_name, "1100000001.M1.host");
  EXPECT_EQ(move.observer.messages.back().kind, "flags-not-set");
}

TEST(UnsetFlags, AreNoneWhereTheServerTellsUids) {
  const test::TemporaryMaildir tree(kTree);
  emulator::Options options = emulated(ProfileName::Exchange2016);
  options.faults = {emulator::parse_fault("store-twice#1").value()};
  const auto server = start_server(std::move(options));
  Move move(tree, *server);
  EXPECT_EQ(upload_doubled(move).messages.flags_not_set, 0U);
}

}  // namespace
}  // namespace mailhaul::migrate
