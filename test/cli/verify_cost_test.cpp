/// What a comparison of contents costs, as far as it is the same on every machine.
#include "program_run.hpp"

#include <gtest/gtest.h>

namespace mailhaul::cli_test {
namespace {

/// The most memory that verify --content had for so many messages of 6 MB.
std::uint64_t peak_of(int messages) {
  const Workplace place(
      "maildir .\nmessage cur/1000000000.M%nP1.h:2,S size=6000000 mtime=1000000000 repeat=" +
      std::to_string(messages) + "\n");
  EmulatedExchange server;
  const test::Ending uploaded = run_mailhaul(upload_words(place, server), "demo");
  EXPECT_EQ(uploaded.status, 0) << uploaded.errors;
  std::vector<std::string> words{"verify", "--content", "--journal", place.journal()};
  for (const std::string& word : server.connection()) {
    words.push_back(word);
  }
  words.push_back(place.maildir());
  const test::Ending verified = run_mailhaul(words, "demo");
  EXPECT_EQ(verified.status, 0) << verified.output << verified.errors;
  return verified.peak_memory;
}

TEST(VerifyCost, MemoryOfComparedContentsDoesNotGrowWithTheirNumber) {
  constexpr std::uint64_t kMegabyte = 1U << 20U;
  const std::uint64_t few = peak_of(2);
  const std::uint64_t many = peak_of(16);
  EXPECT_LE(many, few + 4 * kMegabyte);
  EXPECT_LE(many, 64 * kMegabyte);
}

}  // namespace
}  // namespace mailhaul::cli_test
