#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <mailhaul/maildir/uidlist.hpp>

namespace mailhaul::maildir {
namespace {

/// "uid name" for every entry that the lines yield.
std::vector<std::string> parse(UidListParser& parser, const std::vector<std::string>& lines) {
  std::vector<std::string> entries;
  for (const std::string& line : lines) {
    if (const auto entry = parser.parse_line(line)) {
      entries.push_back(std::to_string(entry->uid) + ' ' + Bytes(entry->unique_name));
    }
  }
  return entries;
}

using Entries = std::vector<std::string>;

TEST(UidList, ReadsVersion1OfCourierAndOldDovecot) {
  UidListParser parser;
  EXPECT_EQ(parse(parser, {"1 1234 9", "3 1.M2.h,S=5", "7 2.h:2,S"}),
            (Entries{"3 1.M2.h,S=5", "7 2.h"}));
  EXPECT_EQ(parser.uidvalidity(), 1234U);
  EXPECT_EQ(parser.broken_lines(), 0U);
}

TEST(UidList, ReadsVersion3OfDovecot) {
  UidListParser parser;
  EXPECT_EQ(parse(parser, {"3 V55 N4 Gabc", "1 :1.h", "2 S12 W13 G0a :2.h x"}),
            (Entries{"1 1.h", "2 2.h x"}));
  EXPECT_EQ(parser.uidvalidity(), 55U);
}

TEST(UidList, CountsBrokenLinesAndGoesOn) {
  UidListParser parser;
  EXPECT_EQ(parse(parser, {"3 V1 N9 Gx", "x :1.h", "0 :1.h", "4294967296 :1.h", "5", "6 S1",
                           "7 :", "", "8 :8.h"}),
            (Entries{"8 8.h"}));
  EXPECT_EQ(parser.broken_lines(), 7U);
}

TEST(UidList, TakesNothingFromAnUnknownVersion) {
  UidListParser parser;
  EXPECT_EQ(parse(parser, {"2 V1", "1 :1.h"}), Entries{});
  UidListParser empty;
  EXPECT_EQ(parse(empty, {"", "1 1.h"}), Entries{});
}

}  // namespace
}  // namespace mailhaul::maildir
