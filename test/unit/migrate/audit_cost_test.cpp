/// An audit is one pass over the tree.
#include "unit/migrate/audit_rig.hpp"

#include <cstdint>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

/// Octets that this process has read so far, from wherever.
std::uint64_t octets_read() {
  std::ifstream file("/proc/self/io");
  std::string name;
  std::uint64_t octets = 0;
  file >> name >> octets;
  EXPECT_EQ(name, "rchar:");
  return octets;
}

/// What the tests themselves read of /proc, and nothing near the size of two messages.
constexpr std::uint64_t kSlack = 4096;

TEST(AuditCost, ReadsEveryOctetOnce) {
  const test::TemporaryMaildir tree(
      "maildir .\nmaildir .Old\n"
      "message cur/1400000000.M%nP1.h:2,S mtime=1400000000 size=4000 repeat=100\n"
      "message cur/1000000000.M%nP1.h:2,S mtime=1000000000 size=4000 repeat=50\n"
      "message .Old/cur/1400000000.M%nP2.h:2,S mtime=1400000000 size=4000 repeat=100\n"
      "message .Old/cur/1000000000.M%nP2.h:2,S mtime=1000000000 size=4000 repeat=50\n"
      "message cur/1400000001.M1P3.h:2,S mtime=1400000000 size=3000000\n");
  constexpr std::uint64_t kOctets = 300 * 4000 + 3'000'000;
  const std::uint64_t before = octets_read();
  const Audited audited(tree.path());
  const std::uint64_t read = octets_read() - before;
  EXPECT_EQ(audited.summary.totals.messages, 301U);
  EXPECT_GE(read, kOctets);
  EXPECT_LE(read, kOctets + kSlack);
}

TEST(AuditCost, AFolderOfOneDayCostsTheBeginningsOfSomeMessages) {
  const test::TemporaryMaildir tree(
      "maildir .\n"
      "message cur/1400000000.M%nP1.h:2,S mtime=1400000000 size=500000 repeat=30\n");
  constexpr std::uint64_t kOctets = 30 * 500'000;
  constexpr std::uint64_t kBeginnings = 30 * 8192;
  const std::uint64_t before = octets_read();
  const Audited audited(tree.path());
  EXPECT_LE(octets_read() - before, kOctets + kBeginnings + kSlack);
}

TEST(AuditCost, QuickReadsNoMessage) {
  const test::TemporaryMaildir tree(
      "maildir .\nmessage cur/1400000000.M%nP1.h:2,S mtime=1400000000 size=4000 repeat=50\n");
  AuditOptions options;
  options.quick = true;
  const std::uint64_t before = octets_read();
  const Audited audited(tree.path(), options);
  EXPECT_LE(octets_read() - before, kSlack);
  EXPECT_EQ(audited.summary.totals.bytes, 50U * 4000U);
}

}  // namespace
}  // namespace mailhaul::migrate
