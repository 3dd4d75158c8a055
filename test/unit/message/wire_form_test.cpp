#include <string>

#include <gtest/gtest.h>

#include <mailhaul/message/wire_form.hpp>

namespace mailhaul::message {
namespace {

using namespace std::string_literals;

TEST(WireForm, GivesEveryBareLfOneCr) {
  EXPECT_EQ(to_wire_form("a\nb\n\nc\n"), "a\r\nb\r\n\r\nc\r\n");
}

TEST(WireForm, KeepsCrLf) {
  EXPECT_EQ(to_wire_form("a\r\nb\r\n"), "a\r\nb\r\n");
}

TEST(WireForm, TreatsEachLineOnItsOwnWhenLineEndsAreMixed) {
  EXPECT_EQ(to_wire_form("a\r\nb\nc\r\nd\n"), "a\r\nb\r\nc\r\nd\r\n");
}

TEST(WireForm, KeepsLoneCrAndDoubledCr) {
  EXPECT_EQ(to_wire_form("a\rb\r\r\nc\r"), "a\rb\r\r\nc\r");
}

TEST(WireForm, KeepsNul) {
  EXPECT_EQ(to_wire_form("a\0\n\0"s), "a\0\r\n\0"s);
}

TEST(WireForm, AddsNothingAtTheEnd) {
  EXPECT_EQ(to_wire_form("a\nb"), "a\r\nb");
}

TEST(WireForm, OfNothingIsNothing) {
  EXPECT_EQ(to_wire_form(""), "");
}

TEST(WireForm, OfLineEndsOnlyDoublesThem) {
  EXPECT_EQ(to_wire_form("\n\n\n"), "\r\n\r\n\r\n");
}

TEST(WireForm, AppendsBehindWhatIsThere) {
  Bytes out = "before ";
  WireForm().append("a\n", out);
  EXPECT_EQ(out, "before a\r\n");
}

TEST(WireForm, HandsBackTheChunkItselfWhenItIsInWireFormAlready) {
  const Bytes chunk = "a\r\nb\r\nno end";
  Bytes scratch;
  const ByteView wire = WireForm().convert(chunk, scratch);
  EXPECT_EQ(wire.data(), chunk.data());
  EXPECT_EQ(wire.size(), chunk.size());
  EXPECT_TRUE(scratch.empty());
}

TEST(WireForm, KnowsACrThatEndedTheChunkBefore) {
  WireForm wire_form;
  Bytes scratch;
  EXPECT_EQ(wire_form.convert("a\r", scratch), "a\r");
  EXPECT_EQ(wire_form.convert("", scratch), "");
  EXPECT_EQ(wire_form.convert("\nb\n", scratch), "\nb\r\n");
}

TEST(WireForm, ResetForgetsTheCrAndTheSize) {
  WireForm wire_form;
  Bytes out;
  wire_form.append("a\r", out);
  wire_form.reset();
  out.clear();
  wire_form.append("\n", out);
  EXPECT_EQ(out, "\r\n");
  EXPECT_EQ(wire_form.wire_size(), 2U);
}

/// One message cut in two at every offset, and once into single octets.
class WireFormCut : public testing::TestWithParam<std::size_t> {};

const Bytes kCutMessage = "From: a\n\nx\r\ny\r\r\nz\r\0\n\r"s;
const Bytes kCutWire = "From: a\r\n\r\nx\r\ny\r\r\nz\r\0\r\n\r"s;

TEST_P(WireFormCut, DoesNotChangeTheResult) {
  WireForm appending;
  WireForm converting;
  Bytes appended;
  Bytes converted;
  Bytes scratch;
  const ByteView whole = kCutMessage;
  for (const ByteView chunk : {whole.substr(0, GetParam()), whole.substr(GetParam())}) {
    appending.append(chunk, appended);
    converted += converting.convert(chunk, scratch);
  }
  EXPECT_EQ(appended, kCutWire);
  EXPECT_EQ(converted, kCutWire);
  EXPECT_EQ(appending.wire_size(), kCutWire.size());
  EXPECT_EQ(converting.wire_size(), kCutWire.size());
}

INSTANTIATE_TEST_SUITE_P(AtEveryOffset, WireFormCut, testing::Range<std::size_t>(0, 22));

TEST(WireForm, OfSingleOctetsIsTheSame) {
  WireForm wire_form;
  Bytes out;
  for (const char& octet : kCutMessage) {
    wire_form.append(ByteView(&octet, 1), out);
  }
  EXPECT_EQ(out, kCutWire);
}

/// As slow as it is plain.
Bytes octet_by_octet(ByteView stored) {
  Bytes wire;
  for (const char octet : stored) {
    if (octet == '\n' && !wire.ends_with('\r')) {
      wire += '\r';
    }
    wire += octet;
  }
  return wire;
}

/// Lines of every length up to `longest`, with every kind of line end.
Bytes lines_up_to(std::size_t longest) {
  Bytes lines;
  for (std::size_t length = 0; length <= longest; ++length) {
    for (const char* const end : {"\n", "\r\n", "\r\r\n", "\r"}) {
      lines.append(length, 'x') += end;
    }
  }
  return lines;
}

TEST(WireForm, DoesNotDependOnWhereALineEndFalls) {
  const Bytes lines = lines_up_to(70);
  ASSERT_GT(lines.size(), 8192U);
  for (std::size_t offset = 0; offset <= 64; ++offset) {
    const ByteView stored = ByteView(lines).substr(offset);
    const Bytes wire = octet_by_octet(stored);
    Bytes scratch;
    EXPECT_EQ(to_wire_form(stored), wire) << offset;
    EXPECT_EQ(WireForm().convert(stored, scratch), wire) << offset;
  }
}

TEST(WireForm, DoesNotDependOnWhereALongMessageIsCut) {
  const Bytes lines = lines_up_to(40);
  const Bytes wire = octet_by_octet(lines);
  Bytes appended;
  Bytes scratch;
  for (std::size_t cut = 0; cut <= lines.size(); ++cut) {
    WireForm appending;
    WireForm converting;
    appended.clear();
    Bytes converted;
    for (const ByteView chunk : {ByteView(lines).substr(0, cut), ByteView(lines).substr(cut)}) {
      appending.append(chunk, appended);
      converted += converting.convert(chunk, scratch);
    }
    ASSERT_EQ(appended, wire) << cut;
    ASSERT_EQ(converted, wire) << cut;
    ASSERT_EQ(appending.wire_size(), wire.size()) << cut;
    ASSERT_EQ(converting.wire_size(), wire.size()) << cut;
  }
}

TEST(WireForm, NeedsNoMoreRoomThanTwiceTheChunk) {
  for (std::size_t size = 1; size <= 200; ++size) {
    for (const char* const line : {"\n", "x\n", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n"}) {
      Bytes stored;
      while (stored.size() < size) {
        stored += line;
      }
      stored.resize(size);
      // What is behind the room would be written over.
      Bytes scratch(2 * size, '?');
      const ByteView wire = WireForm().convert(stored, scratch);
      EXPECT_EQ(wire, octet_by_octet(stored));
      EXPECT_EQ(scratch.size(), 2 * size);
      EXPECT_EQ(scratch[2 * size], '\0');
    }
  }
}

}  // namespace
}  // namespace mailhaul::message
