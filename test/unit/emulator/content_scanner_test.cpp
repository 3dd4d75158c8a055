#include "emulator/content/content_scanner.hpp"

#include <string>

#include <gtest/gtest.h>

namespace mailhaul::emulator {

namespace {

constexpr std::string_view kMessage =
    "Received: from a by b; Wed, 17 Jul 1996 02:44:25 +0000\r\nX-One: 1\r\nx-two: 2\r\n"
    "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
    "Content-Transfer-Encoding: base64\r\n\r\nQUJD*\r\n--b--\r\n";

ContentReport scan(std::string_view first, std::string_view second = "") {
  ContentScanner scanner({});
  scanner.feed(first);
  scanner.feed(second);
  return scanner.finish();
}

TEST(ContentScanner, ReportsWhatTheStoreNeeds) {
  const ContentReport report = scan(
      "Received: by b; Thu, 1 Jan 1970 00:00:10 +0000\r\n"
      "Received: by a; Thu, 1 Jan 1970 00:00:05 +0000\r\n"
      "X-Mine: 1\r\n\r\nbody\r\n");
  EXPECT_EQ(report.received_date, 10);
  EXPECT_EQ(report.x_headers, std::vector<std::string>{"X-Mine"});
  EXPECT_FALSE(report.refused_by);
  EXPECT_FALSE(report.bare_line_ends);
}

TEST(ContentScanner, FindsTheSameWhateverThePieces) {
  for (std::size_t split = 0; split <= kMessage.size(); ++split) {
    const ContentReport report = scan(kMessage.substr(0, split), kMessage.substr(split));
    EXPECT_EQ(report.refused_by, "undecodable_cte") << split;
    EXPECT_EQ(report.x_headers, (std::vector<std::string>{"X-One", "x-two"})) << split;
    EXPECT_FALSE(report.bare_line_ends) << split;
  }
}

TEST(ContentScanner, NoticesBareLineEnds) {
  EXPECT_TRUE(scan("A: b\n\r\n").bare_line_ends);
  EXPECT_TRUE(scan("A: b\r\n\r\nx\ry\r\n").bare_line_ends);
}

TEST(ContentScanner, ReadsALastLineWithoutItsEnd) {
  EXPECT_EQ(scan("Content-Transfer-Encoding: base64\r\n\r\n***").refused_by, "undecodable_cte");
}

}  // namespace

}  // namespace mailhaul::emulator
