#include "message/mime_value.hpp"

#include <string>

#include <gtest/gtest.h>

namespace mailhaul::message {
namespace {

TEST(MimeValue, SplitsWordAndParameters) {
  const MimeValue value = parse_mime_value("Text/Plain ; Charset = us-ascii (comment); x=1");
  EXPECT_EQ(value.word, "text/plain");
  EXPECT_EQ(value.parameter("charset"), "us-ascii");
  EXPECT_EQ(value.parameter("x"), "1");
  EXPECT_EQ(value.parameter("y"), "");
}

TEST(MimeValue, KeepsSemicolonsAndQuotedPairsInQuotes) {
  EXPECT_EQ(parse_mime_value(R"(a/b; name="x;\"y\\"; z=1)").parameter("name"), R"(x;"y\)");
  EXPECT_EQ(parse_mime_value(R"(a/b; name="x;\"y\\"; z=1)").parameter("z"), "1");
}

TEST(MimeValue, KeepsBlanksInAnUnquotedName) {
  EXPECT_EQ(parse_mime_value("a/b; name=two words.doc ").parameter("name"), "two words.doc");
}

TEST(MimeValue, TakesTheFirstOfEqualParameters) {
  EXPECT_EQ(parse_mime_value("a/b; x=1; x=2").parameter("x"), "1");
}

TEST(MimeValue, JoinsPiecesInTheOrderOfTheirNumbers) {
  EXPECT_EQ(parse_mime_value("a/b; n*1=b; n*0=a; n*2=c").parameter("n"), "abc");
}

TEST(MimeValue, StopsAtAMissingPiece) {
  EXPECT_EQ(parse_mime_value("a/b; n*0=a; n*2=c").parameter("n"), "a");
}

TEST(MimeValue, DecodesTheExtendedForm) {
  EXPECT_EQ(parse_mime_value("a/b; n*=iso-8859-1'de'%E4%zz%4").parameter("n"), "\u00E4%zz%4");
  EXPECT_EQ(parse_mime_value("a/b; n*0*=UTF-8''%C3; n*1*=%A4").parameter("n"), "\u00E4");
}

TEST(MimeValue, LeavesNonsenseOut) {
  const MimeValue value = parse_mime_value("a/b; ; nonsense; =x; n*x=1; ok=\"open");
  ASSERT_EQ(value.parameters.size(), 1U);
  EXPECT_EQ(value.parameter("ok"), "open");
}

TEST(MimeValue, OfNothingIsEmpty) {
  EXPECT_EQ(parse_mime_value("").word, "");
  EXPECT_TRUE(parse_mime_value(";;;").parameters.empty());
}

TEST(MimeValue, ReadsABoundedNumberOfParameters) {
  std::string many = "a/b";
  for (int i = 0; i < 5000; ++i) {
    many += ";p" + std::to_string(i) + "=1";
  }
  const MimeValue value = parse_mime_value(many);
  EXPECT_EQ(value.parameter("p0"), "1");
  EXPECT_LE(value.parameters.size(), 200U);
}

}  // namespace
}  // namespace mailhaul::message
