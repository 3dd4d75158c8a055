#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <mailhaul/message/header_fields.hpp>

namespace mailhaul::message {
namespace {

using namespace std::string_literals;
using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs pairs_of(const std::vector<HeaderField>& fields) {
  Pairs pairs;
  for (const HeaderField& field : fields) {
    pairs.emplace_back(field.name, field.value);
  }
  return pairs;
}

Pairs all_fields(ByteView block) {
  return pairs_of(read_fields(locate_fields(block)));
}

TEST(HeaderFields, AreUnfoldedAndTrimmed) {
  EXPECT_EQ(all_fields("Subject:  one\r\n\ttwo \r\nX-Empty:\r\n\r\n"),
            (Pairs{{"Subject", "one two"}, {"X-Empty", ""}}));
}

TEST(HeaderFields, BehindAMalformedLineAreKept) {
  EXPECT_EQ(all_fields("From: a\r\nthis is no field\r\nMessage-ID: <1@x>\r\n\r\n"),
            (Pairs{{"From", "a"}, {"Message-ID", "<1@x>"}}));
}

TEST(HeaderFields, AreNotCutAtNulOrLoneCr) {
  EXPECT_EQ(all_fields("Subject: a\0b\rc\r\nDate: d\r\n\r\n"s),
            (Pairs{{"Subject", "a b c"}, {"Date", "d"}}));
}

TEST(HeaderFields, AreReadWithMixedLineEnds) {
  EXPECT_EQ(all_fields("Subject: a\n b\r\n c\r\r\n d\nTo: e\n\n"),
            (Pairs{{"Subject", "a b c  d"}, {"To", "e"}}));
}

TEST(HeaderFields, OfABlockWithoutEmptyLineIncludeTheLast) {
  EXPECT_EQ(all_fields("From: a\r\nTo: b"), (Pairs{{"From", "a"}, {"To", "b"}}));
}

TEST(HeaderFields, KeepTheirNameAsWritten) {
  EXPECT_EQ(all_fields("sUBJECT : x\r\n\r\n"), (Pairs{{"sUBJECT", "x"}}));
}

TEST(HeaderFields, KeepRawOctetsAndEncodedWords) {
  EXPECT_EQ(all_fields("Subject: =?utf-8?q?=C3=A4?= \xe4\r\n\r\n"),
            (Pairs{{"Subject", "=?utf-8?q?=C3=A4?= \xe4"}}));
}

TEST(HeaderFields, SelectedByNameAreTheTopmost) {
  const Bytes block =
      "Received: one\r\nX: y\r\nRECEIVED: two\r\nSubject: s\r\nReceived: three\r\n\r\n";
  EXPECT_EQ(pairs_of(read_fields(locate_fields(block), {"Subject", "Received"})),
            (Pairs{{"Received", "one"}, {"Subject", "s"}}));
}

TEST(HeaderFields, KnowTheirPlace) {
  const auto fields = read_fields(locate_fields("A: 1\r\nB: 2\r\n 3\r\n\r\n", 50), {"B"});
  ASSERT_EQ(fields.size(), 1U);
  EXPECT_EQ(fields[0].range, (ByteRange{56, 66}));
}

TEST(HeaderFields, OfABlockWithoutFieldsAreNone) {
  EXPECT_EQ(all_fields(""), Pairs());
  EXPECT_EQ(all_fields("\r\n"), Pairs());
  EXPECT_EQ(all_fields("\0\0\0\r\n\r\n"s), Pairs());
}

TEST(Unfold, JoinsLinesAsTheFieldReaderDoes) {
  for (const char* const body :
       {" one\r\n\ttwo ", "", "  ", " a  b\r\n   c", "\r\n x", " \r\n \r\n y"}) {
    const auto fields = all_fields("X:"s + body + "\r\n\r\n");
    ASSERT_EQ(fields.size(), 1U);
    EXPECT_EQ(unfold(body), fields[0].second) << body;
  }
}

}  // namespace
}  // namespace mailhaul::message
