#include "message/transfer_coder.hpp"

#include <random>
#include <string>

#include <gtest/gtest.h>

namespace mailhaul::message {
namespace {

using namespace std::string_literals;

/// Runs a coder over the input in pieces of the given size.
template <typename Coder>
Bytes run(ByteView input, std::size_t piece) {
  Coder coder;
  Bytes out;
  for (std::size_t at = 0; at < input.size(); at += piece) {
    coder.update(input.substr(at, piece), out);
  }
  if constexpr (requires { coder.finish(out); }) {
    coder.finish(out);
  }
  return out;
}

std::size_t longest_line(ByteView text) {
  std::size_t longest = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find("\r\n"), text.size());
    longest = std::max(longest, end);
    text.remove_prefix(std::min(text.size(), end + 2));
  }
  return longest;
}

Bytes random_octets(std::size_t size) {
  std::mt19937 engine(7);
  Bytes octets(size, '\0');
  for (char& octet : octets) {
    octet = static_cast<char>(engine());
  }
  return octets;
}

TEST(Base64Encoder, BreaksLinesAt76) {
  EXPECT_EQ(run<Base64Encoder>(Bytes(58, 'a'), 100), [] {
    Bytes line;
    for (int i = 0; i < 19; ++i) {
      line += "YWFh";
    }
    return line + "\r\nYQ==\r\n";
  }());
  EXPECT_EQ(run<Base64Encoder>("", 1), "");
}

TEST(Base64Coders, AreInverse) {
  const Bytes octets = random_octets(5000);
  for (const std::size_t piece : {1U, 56U, 57U, 58U, 4096U}) {
    const Bytes encoded = run<Base64Encoder>(octets, piece);
    EXPECT_LE(longest_line(encoded), 76U);
    EXPECT_EQ(run<Base64Decoder>(encoded, piece), octets);
  }
}

TEST(Base64Decoder, SkipsForeignOctetsAndStopsAtPadding) {
  EXPECT_EQ(run<Base64Decoder>("YW-Jj\r\n!ZA==\r\nZZZZ", 1), "abcd");
}

TEST(QuotedPrintableEncoder, KeepsPlainLinesAndLineEnds) {
  EXPECT_EQ(run<QuotedPrintableEncoder>("two words\r\n\r\nx", 1), "two words\r\n\r\nx");
}

TEST(QuotedPrintableEncoder, EscapesWhatWouldNotArrive) {
  EXPECT_EQ(run<QuotedPrintableEncoder>("a=b\0\xe4 \r\n\t\r\nc\rd\ne "s, 1),
            "a=3Db=00=E4=20\r\n=09\r\nc=0Dd=0Ae=20");
}

TEST(QuotedPrintableCoders, AreInverse) {
  for (const Bytes& original : {random_octets(5000), Bytes(20'000, 'x'), Bytes(2000, ' '),
                                Bytes(2000, '='), "a \r\n"s, "\r"s, "\r\r\n"s, " \r \n"s, ""s}) {
    for (const std::size_t piece : {1U, 7U, 10'000U}) {
      const Bytes encoded = run<QuotedPrintableEncoder>(original, piece);
      EXPECT_LE(longest_line(encoded), 76U);
      EXPECT_EQ(run<QuotedPrintableDecoder>(encoded, piece), original);
    }
  }
}

TEST(QuotedPrintableDecoder, KeepsAnEqualsSignThatStartsNoEscape) {
  for (const std::size_t piece : {1U, 100U}) {
    EXPECT_EQ(run<QuotedPrintableDecoder>("a=b =zz ==41 =4x =\rx", piece), "a=b =zz =A =4x =\rx");
  }
}

TEST(QuotedPrintableDecoder, JoinsLinesAtSoftBreaks) {
  EXPECT_EQ(run<QuotedPrintableDecoder>("a=\r\nb= \t\r\nc=\nd=", 1), "abcd");
}

TEST(QuotedPrintableDecoder, HoldsNoMoreThanALineOfBlanks) {
  QuotedPrintableDecoder decoder;
  Bytes out;
  const Bytes blanks(100'000, ' ');
  decoder.update("a=", out);
  decoder.update(blanks, out);
  EXPECT_EQ(out, "a=" + blanks);
}

}  // namespace
}  // namespace mailhaul::message
