// Every file of testdata/imap/*.transcript, as it stands and cut at every octet. To rewrite the
// expected lines after a change that is meant: MAILHAUL_UPDATE_GOLDEN=1 unit_imap, then review.
#include "support/transcript.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace mailhaul::test {
namespace {

std::vector<std::filesystem::path> transcript_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(MAILHAUL_SOURCE_DIR "/testdata/imap")) {
    if (entry.path().extension() == ".transcript") {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string test_name(const testing::TestParamInfo<std::filesystem::path>& info) {
  auto name = info.param.stem().string();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

class TranscriptTest : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(TranscriptTest, IsReplayedAsWritten) {
  const auto transcript = parse_transcript(read_file(GetParam()));
  const auto replayed = replay(transcript);
  if (std::getenv("MAILHAUL_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(GetParam(), std::ios::binary) << replayed;
  }
  EXPECT_EQ(replayed, transcript.text);
}

TEST_P(TranscriptTest, DoesNotDependOnWhereItIsCut) {
  const auto transcript = parse_transcript(read_file(GetParam()));
  const auto expected = replay_in_pieces(transcript, transcript.server_octets + 1);
  ASSERT_FALSE(expected.events.empty());
  for (std::size_t cut = 0; cut <= transcript.server_octets; ++cut) {
    ASSERT_EQ(replay_cut_at(transcript, cut).events, expected.events) << "cut at " << cut;
    ASSERT_EQ(replay_cut_at(transcript, cut).sent, expected.sent) << "cut at " << cut;
  }
}

TEST_P(TranscriptTest, ArrivesOctetByOctet) {
  const auto transcript = parse_transcript(read_file(GetParam()));
  const auto expected = replay_in_pieces(transcript, transcript.server_octets + 1);
  for (std::size_t piece = 1; piece < 8; ++piece) {
    ASSERT_EQ(replay_in_pieces(transcript, piece).events, expected.events) << piece;
    ASSERT_EQ(replay_in_pieces(transcript, piece).sent, expected.sent) << piece;
  }
}

INSTANTIATE_TEST_SUITE_P(Files, TranscriptTest, testing::ValuesIn(transcript_files()), test_name);

}  // namespace
}  // namespace mailhaul::test
