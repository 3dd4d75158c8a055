#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <mailhaul/base/limits.hpp>
#include <mailhaul/message/part_map.hpp>

namespace mailhaul::message {
namespace {

using namespace std::string_literals;

/// What a range holds, for comparison with literal text.
ByteView text_of(ByteView wire, ByteRange range) {
  return wire.substr(range.begin, range.size());
}

/// "depth type kind" of every part, in order.
std::vector<std::string> outline(const PartMap& map) {
  std::vector<std::string> lines;
  for (const Part& part : map.parts) {
    const char* const kind = part.kind == PartKind::Leaf        ? "leaf"
                             : part.kind == PartKind::Multipart ? "multipart"
                                                                : "embedded";
    lines.push_back(std::to_string(part.depth) + ' ' + part.type + ' ' + kind);
  }
  return lines;
}

using Outline = std::vector<std::string>;

const Bytes kMixed =
    "Subject: s\r\n"
    "Content-Type: multipart/mixed; boundary=\"b 1\"\r\n"
    "\r\n"
    "preamble\r\n"
    "--b 1\r\n"
    "\r\n"
    "first\r\n"
    "--b 1  \r\n"
    "Content-Type: TEXT/html; charset=ISO-8859-1\r\n"
    "\r\n"
    "<p>second</p>\r\n"
    "\r\n"
    "--b 1--\r\n"
    "epilogue\r\n";

TEST(PartMapper, MapsAPlainMessageAsOneLeaf) {
  const Bytes wire = "Subject: s\r\n\r\nbody\r\n";
  const PartMap map = map_parts(wire);
  EXPECT_EQ(outline(map), (Outline{"0 text/plain leaf"}));
  EXPECT_EQ(text_of(wire, map.parts[0].header), "Subject: s\r\n\r\n");
  EXPECT_EQ(text_of(wire, map.parts[0].body), "body\r\n");
  EXPECT_FALSE(map.is_truncated);
}

TEST(PartMapper, GivesTheLineEndBeforeABoundaryToTheBoundary) {
  const PartMap map = map_parts(kMixed);
  ASSERT_EQ(outline(map),
            (Outline{"0 multipart/mixed multipart", "1 text/plain leaf", "1 text/html leaf"}));
  EXPECT_EQ(text_of(kMixed, map.parts[1].header), "\r\n");
  EXPECT_EQ(text_of(kMixed, map.parts[1].body), "first");
  EXPECT_EQ(text_of(kMixed, map.parts[2].body), "<p>second</p>\r\n");
  EXPECT_EQ(map.parts[2].charset, "iso-8859-1");
  EXPECT_EQ(map.parts[0].body.end, kMixed.size());
  EXPECT_EQ(map.leaves, 2U);
  EXPECT_EQ(map.multiparts, 1U);
}

class PartMapperCut : public testing::TestWithParam<std::size_t> {};

TEST_P(PartMapperCut, DoesNotChangeTheMap) {
  const PartMap whole = map_parts(kMixed);
  PartMapper mapper;
  mapper.update(ByteView(kMixed).substr(0, GetParam()));
  mapper.update(ByteView(kMixed).substr(GetParam()));
  const PartMap cut = mapper.finish();
  ASSERT_EQ(outline(cut), outline(whole));
  for (std::size_t i = 0; i < whole.parts.size(); ++i) {
    EXPECT_EQ(cut.parts[i].header, whole.parts[i].header);
    EXPECT_EQ(cut.parts[i].body, whole.parts[i].body);
    EXPECT_EQ(cut.parts[i].longest_body_line, whole.parts[i].longest_body_line);
    EXPECT_EQ(cut.parts[i].longest_header_line, whole.parts[i].longest_header_line);
  }
}

INSTANTIATE_TEST_SUITE_P(AtEveryOffset, PartMapperCut, testing::Range<std::size_t>(0, 180));

TEST(PartMapper, StartsAfreshAfterEveryMessage) {
  PartMapper mapper;
  mapper.update(kMixed);
  EXPECT_EQ(mapper.finish().parts.size(), 3U);
  mapper.update("A: b\r\n\r\nc");
  const PartMap map = mapper.finish();
  EXPECT_EQ(outline(map), (Outline{"0 text/plain leaf"}));
  EXPECT_EQ(map.parts[0].body, (ByteRange{8, 9}));
}

TEST(PartMapper, MapsNothingAsOneEmptyLeaf) {
  const PartMap map = map_parts("");
  EXPECT_EQ(outline(map), (Outline{"0 text/plain leaf"}));
  EXPECT_TRUE(map.parts[0].body.empty());
}

TEST(PartMapper, ReachesIntoEmbeddedMessages) {
  const Bytes wire =
      "Content-Type: message/rfc822\r\n\r\n"
      "Subject: inner\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n"
      "--x\r\nContent-Type: text/html\r\n\r\nhi\r\n--x--\r\n";
  const PartMap map = map_parts(wire);
  EXPECT_EQ(outline(map), (Outline{"0 message/rfc822 embedded", "1 multipart/alternative multipart",
                                   "2 text/html leaf"}));
  EXPECT_EQ(map.embedded_depth, 1U);
  EXPECT_EQ(text_of(wire, map.parts[2].body), "hi");
  EXPECT_EQ(map.parts[0].body.begin, map.parts[1].header.begin);
}

TEST(PartMapper, LeavesAnEncodedEmbeddedMessageClosed) {
  const PartMap map = map_parts(
      "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: "
      "base64\r\n\r\nU3ViamVjdDogYQ==\r\n");
  EXPECT_EQ(outline(map), (Outline{"0 message/rfc822 leaf"}));
}

TEST(PartMapper, TakesDigestPartsForMessages) {
  const PartMap map = map_parts(
      "Content-Type: multipart/digest; boundary=d\r\n\r\n--d\r\n\r\nSubject: "
      "a\r\n\r\nx\r\n--d--\r\n");
  EXPECT_EQ(outline(map), (Outline{"0 multipart/digest multipart", "1 message/rfc822 embedded",
                                   "2 text/plain leaf"}));
}

TEST(PartMapper, EndsInnerPartsAtABoundaryOfAnOuterOne) {
  const Bytes wire =
      "Content-Type: multipart/mixed; boundary=out\r\n\r\n"
      "--out\r\nContent-Type: multipart/mixed; boundary=in\r\n\r\n"
      "--in\r\n\r\nunfinished\r\n"
      "--out\r\n\r\nlast\r\n--out--\r\n";
  const PartMap map = map_parts(wire);
  ASSERT_EQ(outline(map), (Outline{"0 multipart/mixed multipart", "1 multipart/mixed multipart",
                                   "2 text/plain leaf", "1 text/plain leaf"}));
  EXPECT_EQ(text_of(wire, map.parts[2].body), "unfinished");
  EXPECT_EQ(map.parts[1].body.end, map.parts[2].body.end);
  EXPECT_EQ(text_of(wire, map.parts[3].body), "last");
}

TEST(PartMapper, DoesNotTakeAPrefixOrAnEndedBoundaryForOne) {
  const Bytes wire =
      "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
      "--b\r\n\r\n--bb\r\n--c\r\nx--b\r\n--b--\r\n--b\r\nepilogue\r\n";
  const PartMap map = map_parts(wire);
  ASSERT_EQ(map.parts.size(), 2U);
  EXPECT_EQ(text_of(wire, map.parts[1].body), "--bb\r\n--c\r\nx--b");
}

TEST(PartMapper, EndsAHeaderAtABoundary) {
  const PartMap map = map_parts(
      "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: "
      "text/html\r\n--b\r\n\r\nx\r\n--b--");
  ASSERT_EQ(outline(map),
            (Outline{"0 multipart/mixed multipart", "1 text/html leaf", "1 text/plain leaf"}));
  EXPECT_TRUE(map.parts[1].body.empty());
}

TEST(PartMapper, LetsAnEmbeddedMessageReachAsFarAsItsHeader) {
  const PartMap map = map_parts(
      "Content-Type: multipart/digest; boundary=d\r\n\r\n--d\r\n\r\nSubject: a\r\n\r\n--d--\r\n");
  ASSERT_EQ(map.parts.size(), 3U);
  EXPECT_TRUE(map.parts[2].body.empty());
  EXPECT_EQ(map.parts[1].body.end, map.parts[2].body.end);
}

TEST(PartMapper, RunsAnUnclosedMultipartToTheEnd) {
  const Bytes wire = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nto the end\r\n";
  const PartMap map = map_parts(wire);
  ASSERT_EQ(map.parts.size(), 2U);
  EXPECT_EQ(text_of(wire, map.parts[1].body), "to the end\r\n");
}

TEST(PartMapper, KnowsABoundaryWithoutLineEndAtTheEnd) {
  const Bytes wire = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--";
  const PartMap map = map_parts(wire);
  ASSERT_EQ(map.parts.size(), 2U);
  EXPECT_EQ(text_of(wire, map.parts[1].body), "x");
}

TEST(PartMapper, TreatsAMultipartWithoutBoundaryAsALeaf) {
  EXPECT_EQ(outline(map_parts("Content-Type: multipart/mixed\r\n\r\n--b\r\n")),
            (Outline{"0 multipart/mixed leaf"}));
}

TEST(PartMapper, MeasuresEachPart) {
  const Bytes wire = "Content-Type: multipart/mixed; boundary=b\r\nX: " + std::string(300, 'h') +
                     "\r\n\r\n" + "--b\r\n\r\n" + std::string(200, 'a') + "\r\n\0\0\r\n"s +
                     "--b\r\n\r\n\xe4\r\n" + "--b--\r\n" + std::string(50, 'e') + "\r\n";
  const PartMap map = map_parts(wire);
  ASSERT_EQ(map.parts.size(), 3U);
  EXPECT_EQ(map.parts[0].longest_header_line, 303U);
  EXPECT_EQ(map.parts[0].longest_body_line, 50U);
  EXPECT_EQ(map.parts[1].longest_body_line, 200U);
  EXPECT_EQ(map.parts[1].nul_count, 2U);
  EXPECT_FALSE(map.parts[1].has_8bit_body);
  EXPECT_EQ(map.parts[2].nul_count, 0U);
  EXPECT_TRUE(map.parts[2].has_8bit_body);
}

TEST(PartMapper, MeasuresHowEncodedLeavesDecode) {
  const PartMap map = map_parts(
      "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
      "--b\r\nContent-Transfer-Encoding: BASE64\r\n\r\nYWJj\r\nZGVm\r\n"
      "--b\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na=3Db=\r\n c=?\r\n"
      "--b\r\nContent-Transfer-Encoding: x-own\r\n\r\nx\r\n--b--\r\n");
  ASSERT_EQ(map.parts.size(), 4U);
  ASSERT_TRUE(map.parts[1].decodability);
  EXPECT_EQ(map.parts[1].decodability->decoded_size, 6U);
  EXPECT_TRUE(map.parts[1].decodability->is_clean());
  ASSERT_TRUE(map.parts[2].decodability);
  EXPECT_EQ(map.parts[2].decodability->invalid_octets, 1U);
  EXPECT_EQ(map.parts[3].encoding, TransferEncoding::Unknown);
  EXPECT_FALSE(map.parts[3].decodability);
}

TEST(PartMapper, SaysThatItStoppedAtTooManyParts) {
  Bytes wire = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
  for (std::size_t i = 0; i < limits::kPartCount; ++i) {
    wire += "--b\r\n\r\nx\r\n";
  }
  const PartMap map = map_parts(wire + "--b--\r\n");
  EXPECT_TRUE(map.is_truncated);
  EXPECT_EQ(map.parts.size(), limits::kPartCount);
  EXPECT_EQ(map.parts[0].body.end, wire.size() + 7);
}

TEST(PartMapper, SaysThatItStoppedAtTooDeepNesting) {
  Bytes wire;
  for (std::size_t i = 0; i < limits::kPartDepth + 2; ++i) {
    wire += "Content-Type: message/rfc822\r\n\r\n";
  }
  const PartMap map = map_parts(wire);
  EXPECT_TRUE(map.is_truncated);
  EXPECT_EQ(map.embedded_depth, limits::kPartDepth);
  EXPECT_EQ(map.parts.back().kind, PartKind::Leaf);
}

TEST(PartMapper, SurvivesMegabytesOfNesting) {
  Bytes wire;
  for (int i = 0; i < 100'000; ++i) {
    wire += "Content-Type: message/rfc822\r\n\r\n";
  }
  EXPECT_TRUE(map_parts(wire).is_truncated);
}

TEST(PartMapper, SaysThatAHeaderIsTooLongToBeRead) {
  const PartMap map = map_parts("X: " + std::string(limits::kHeaderBlock, 'x') + "\r\n\r\nbody");
  EXPECT_TRUE(map.is_truncated);
  EXPECT_EQ(map.parts[0].body.size(), 4U);
}

TEST(PartMapper, DoesNotTakeALineLongerThanAnyBoundaryForOne) {
  const Bytes long_line = "--b" + std::string(2 * limits::kBoundaryLine, ' ');
  const Bytes wire =
      "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n" + long_line + "\r\n--b--\r\n";
  const PartMap map = map_parts(wire);
  ASSERT_EQ(map.parts.size(), 2U);
  EXPECT_EQ(text_of(wire, map.parts[1].body), long_line);
  EXPECT_EQ(map.parts[1].longest_body_line, long_line.size());
}

}  // namespace
}  // namespace mailhaul::message
