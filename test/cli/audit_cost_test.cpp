/// What an audit of many messages costs, as far as it is the same on every machine.
#include "program_run.hpp"

#include <gtest/gtest.h>

namespace mailhaul::cli_test {
namespace {

/// The most memory that the audit of a tree of so many small messages had.
std::uint64_t peak_of(std::uint64_t messages) {
  const Workplace place("maildir .\nmessage cur/1000000000.M%nP1.h:2,S mtime=1000000000 repeat=" +
                        std::to_string(messages) + "\n");
  const test::Ending ending = run_mailhaul({"audit", "-q", place.maildir()});
  EXPECT_EQ(ending.status, 0) << ending.output << ending.errors;
  return ending.peak_memory;
}

TEST(AuditCost, MemoryGrowsByAtMost200OctetsAMessage) {
  constexpr std::uint64_t kFew = 2'000;
  constexpr std::uint64_t kMany = 20'000;
  constexpr std::uint64_t kEach = 200;
  const std::uint64_t few = peak_of(kFew);
  const std::uint64_t many = peak_of(kMany);
  EXPECT_LE(many, few + kEach * (kMany - kFew));
  EXPECT_LE(many, (32U << 20U) + kEach * kMany);
}

TEST(AuditCost, MemoryDoesNotGrowWithTheSizeOfAMessage) {
  const auto peak = [](std::string_view manifest) {
    const Workplace place(std::string("maildir .\n") + std::string(manifest));
    const test::Ending ending = run_mailhaul({"audit", "-q", place.maildir()});
    EXPECT_EQ(ending.status, 1) << ending.output << ending.errors;
    return ending.peak_memory;
  };
  // Each of them is found to be above the limit that Exchange is installed with.
  const std::uint64_t small = peak("message cur/1000000001.M1.h:2,S size=11000000\n");
  const std::uint64_t large = peak("message cur/1000000001.M1.h:2,S size=64000000\n");
  EXPECT_LE(large, small + (1U << 20U));
  EXPECT_LE(large, 32U << 20U);
}

}  // namespace
}  // namespace mailhaul::cli_test
