#include <array>
#include <optional>
#include <random>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include <mailhaul/text/mutf7.hpp>
#include <mailhaul/text/utf8.hpp>

namespace mailhaul::text {
namespace {

struct Pair {
  std::string_view utf8;
  std::string_view encoded;
};

using namespace std::string_view_literals;

constexpr std::array kPairs{
    // RFC 3501 section 5.1.3.
    Pair{"~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"},
    // Names as Exchange lists them.
    Pair{"Gelöschte Elemente", "Gel&APY-schte Elemente"},
    Pair{"Éléments envoyés", "&AMk-l&AOk-ments envoy&AOk-s"},
    Pair{"Entwürfe", "Entw&APw-rfe"},
    Pair{"送信済みアイテム", "&kAFP4W4IMH8wojCkMMYw4A-"},
    Pair{"Attività", "Attivit&AOA-"},
    // Names as Courier and Dovecot keep them.
    Pair{"", ""},
    Pair{"INBOX", "INBOX"},
    Pair{"A & B", "A &- B"},
    Pair{"é&", "&AOk-&-"},
    Pair{"&&", "&-&-"},
    Pair{"\U0001F4E8", "&2D3c6A-"},
    Pair{"tab\tname", "tab&AAk-name"},
    Pair{"\0\x7F"sv, "&AAAAfw-"},
    Pair{"\uFFFD", "&,,0-"},
};

TEST(Mutf7, EncodesAndDecodesKnownNames) {
  for (const auto& [utf8, encoded] : kPairs) {
    EXPECT_EQ(encode_mutf7(utf8), encoded);
    EXPECT_EQ(decode_mutf7(encoded), utf8) << encoded;
    EXPECT_EQ(decode_mutf7_leniently(encoded), utf8) << encoded;
  }
}

struct Broken {
  std::string_view kind;
  std::string_view encoded;
  std::string_view lenient;
};

constexpr std::array kBroken{
    Broken{"lone ampersand", "R&D", "R&D"},
    Broken{"plain ampersand", "A & B", "A & B"},
    Broken{"trailing ampersand", "R&", "R&"},
    Broken{"unterminated", "caf&AOk", "café"},
    Broken{"unterminated, pad bits set", "R&Dab", "R&Dab"},
    Broken{"short", "x&A-y", "x&A-y"},
    Broken{"too many pad bits", "&AOkA-", "&AOkA-"},
    Broken{"bad character", "&AO=k-", "&AO=k-"},
    Broken{"padding", "&AOk=-", "&AOk=-"},
    Broken{"other alphabet", "&U/BTFw-", "&U/BTFw-"},
    Broken{"encodes ASCII", "&AGE-bc", "abc"},
    Broken{"encodes an ampersand", "&ACY-", "&"},
    Broken{"adjacent shifts", "&AOk-&AOg-", "éè"},
    Broken{"lone high surrogate", "&2D0-", "&2D0-"},
    Broken{"lone low surrogate", "&3gA-", "&3gA-"},
    Broken{"surrogates the wrong way round", "&3gDYPQ-", "&3gDYPQ-"},
    Broken{"surrogate before a letter", "&2D0A6Q-", "&2D0A6Q-"},
    Broken{"non-zero pad bits", "caf&AOl-", "café"},
    Broken{"UTF-8 octets", "Entwürfe", "Entwürfe"},
    Broken{"Latin-1 octets", "Entw\xFCrfe &AOk-", "Entwürfe é"},
    Broken{"control octet", "a\tb", "a\tb"},
    Broken{"DEL", "a\x7F", "a\x7F"},
};

TEST(Mutf7, RefusesEveryKindOfBrokenName) {
  for (const Broken& name : kBroken) {
    EXPECT_EQ(decode_mutf7(name.encoded), std::nullopt) << name.kind;
  }
}

TEST(Mutf7, ReadsBrokenNamesWhereTheyAreUnambiguous) {
  for (const Broken& name : kBroken) {
    EXPECT_EQ(decode_mutf7_leniently(name.encoded), name.lenient) << name.kind;
  }
}

TEST(Mutf7, EncodesOctetsThatAreNoUtf8AsReplacements) {
  EXPECT_EQ(encode_mutf7("a\xFF"), "a&,,0-");
}

/// Weighted towards the characters that the encoding treats specially.
std::string random_name(std::mt19937& random) {
  constexpr std::array kRanges{std::pair{U'\x20', U'\x7E'},
                               std::pair{U'&', U'&'},
                               std::pair{U'-', U'-'},
                               std::pair{U'\x0', U'\x1F'},
                               std::pair{U'\x7F', U'\x7FF'},
                               std::pair{U'\xE000', U'\xFFFF'},
                               std::pair{U'\x10000', U'\x10FFFF'}};
  std::string name;
  const auto length = std::uniform_int_distribution<int>(0, 12)(random);
  for (int i = 0; i < length; ++i) {
    const auto& [first, last] =
        kRanges.at(std::uniform_int_distribution<std::size_t>(0, kRanges.size() - 1)(random));
    append_utf8(name, std::uniform_int_distribution<char32_t>(first, last)(random));
  }
  return name;
}

TEST(Mutf7, DecodesWhatItEncodedForAnyText) {
  std::mt19937 random(3501);
  for (int i = 0; i < 20000; ++i) {
    const std::string name = random_name(random);
    const std::string encoded = encode_mutf7(name);
    ASSERT_EQ(decode_mutf7(encoded), name) << encoded;
    ASSERT_EQ(decode_mutf7_leniently(encoded), name) << encoded;
  }
}

TEST(Mutf7, WhateverDecodesStrictlyIsItsOnlyEncoding) {
  constexpr std::string_view kOctets = "&-A,+O=kDg2w \x80\xC3";
  std::mt19937 random(2152);
  int accepted = 0;
  for (int i = 0; i < 50000; ++i) {
    std::string octets;
    const auto length = std::uniform_int_distribution<int>(0, 8)(random);
    for (int j = 0; j < length; ++j) {
      octets += kOctets[std::uniform_int_distribution<std::size_t>(0, kOctets.size() - 1)(random)];
    }
    ASSERT_TRUE(is_valid_utf8(decode_mutf7_leniently(octets)));
    if (const auto decoded = decode_mutf7(octets)) {
      ++accepted;
      ASSERT_EQ(encode_mutf7(*decoded), octets);
    }
  }
  EXPECT_GT(accepted, 1000);
}

}  // namespace
}  // namespace mailhaul::text
