#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include <mailhaul/text/encoded_word.hpp>
#include <mailhaul/text/utf8.hpp>

namespace mailhaul::text {
namespace {

TEST(EncodedWord, DecodesBothEncodings) {
  EXPECT_EQ(decode_encoded_words("=?ISO-8859-1?Q?Andr=E9?= Pirard"), "André Pirard");
  EXPECT_EQ(decode_encoded_words("=?utf-8?b?w6TDtsO8?="), "äöü");
  EXPECT_EQ(decode_encoded_words("=?iso-8859-1?q?a_b=5Fc?="), "a b_c");
  EXPECT_EQ(decode_encoded_words("=?US-ASCII*EN?Q?Keith_Moore?="), "Keith Moore");
}

// RFC 2047 section 8.
TEST(EncodedWord, DropsBlanksOnlyBetweenTwoWords) {
  EXPECT_EQ(decode_encoded_words("(=?ISO-8859-1?Q?a?= b)"), "(a b)");
  EXPECT_EQ(decode_encoded_words("(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)"), "(ab)");
  EXPECT_EQ(decode_encoded_words("=?ISO-8859-1?Q?a?=\r\n  =?ISO-8859-2?B?Yg==?="), "ab");
  EXPECT_EQ(decode_encoded_words("=?ISO-8859-1?Q?a_?= =?ISO-8859-2?Q?b?="), "a b");
}

TEST(EncodedWord, JoinsACharacterCutInTwo) {
  EXPECT_EQ(decode_encoded_words("=?UTF-8?Q?x=C3?= =?utf-8?Q?=A4y?="), "xäy");
}

TEST(EncodedWord, UnfoldsAndReadsRawOctets) {
  EXPECT_EQ(decode_encoded_words("a\r\n b\n\tc\r\n"), "a b\tc");
  EXPECT_EQ(decode_encoded_words("Entwürfe"), "Entwürfe");
  EXPECT_EQ(decode_encoded_words("Entw\xFCrfe =?utf-8?q?=C3=A4?="), "Entwürfe ä");
}

TEST(EncodedWord, DecodesBase64WithoutItsPadding) {
  EXPECT_EQ(decode_encoded_words("=?utf-8?B?w6Q?="), "ä");
  EXPECT_EQ(decode_encoded_words("=?utf-8?B?\?="), "");
}

TEST(EncodedWord, KeepsWhatItCannotDecode) {
  for (const std::string_view body :
       {"=?134?Q?abc?=", "=?TELETEX?Q?abc?= x", "=?utf-8?Q?=FF?=", "=?utf-8?Q?=4?=",
        "=?utf-8?Q?=zz?=", "=?utf-8?B?w?=", "=?utf-8?X?abc?=", "=?utf-8?Q?a b?=", "=?utf-8?Q?abc",
        "=?utf-8?Q", "=?", "=??Q?a?=", "a =?134?Q?b?= =?134?Q?c?= d"}) {
    EXPECT_EQ(decode_encoded_words(body), body);
  }
}

TEST(EncodedWord, KeepsTheBlankBesideAWordItCannotDecode) {
  EXPECT_EQ(decode_encoded_words("=?utf-8?Q?a?= =?134?Q?b?= =?utf-8?Q?c?="), "a =?134?Q?b?= c");
}

TEST(EncodedWord, IsFoundWithItsPlace) {
  const std::string_view body = "x =?bad =?utf-8*de?q?a?= =?utf-8?B?YQ==?=";
  const std::optional<FoundEncodedWord> first = find_encoded_word(body, 0);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->word.charset, "utf-8");
  EXPECT_EQ(first->word.encoding, 'Q');
  EXPECT_EQ(first->word.text, "a");
  EXPECT_EQ(body.substr(first->begin, first->end - first->begin), "=?utf-8*de?q?a?=");
  const std::optional<FoundEncodedWord> second = find_encoded_word(body, first->end);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->word.encoding, 'B');
  EXPECT_FALSE(find_encoded_word(body, second->end));
}

TEST(EncodedWord, ReadsALongRunThatItCannotDecodeOnce) {
  std::string body;
  for (int i = 0; i < 20000; ++i) {
    body += "=?134?Q?a?= ";
  }
  EXPECT_EQ(decode_encoded_words(body), body);
}

TEST(EncodedWord, OutputStaysValidAndBoundedForHostileInput) {
  std::string body;
  for (int i = 0; i < 20000; ++i) {
    body += "=?utf-8?Q?\xFF";
  }
  const std::string decoded = decode_encoded_words(body);
  EXPECT_TRUE(is_valid_utf8(decoded));
  EXPECT_LE(decoded.size(), 2 * body.size());
}

TEST(EncodeWords, LeavesPlainTextAlone) {
  EXPECT_EQ(encode_words("Re: lunch?"), "Re: lunch?");
  EXPECT_EQ(encode_words(""), "");
}

TEST(EncodeWords, EncodesWhatIsNotPlain) {
  EXPECT_EQ(encode_words("ä"), "=?UTF-8?B?w6Q=?=");
  EXPECT_EQ(encode_words("a =?utf-8?Q?b?="), "=?UTF-8?B?YSA9P3V0Zi04P1E/Yj89?=");
}

TEST(EncodeWords, LetsNoLineEndThrough) {
  EXPECT_EQ(encode_words("a\r\nBcc: x").find_first_of("\r\n"), std::string::npos);
}

TEST(EncodeWords, KeepsEachWordShortAndWholeCharacters) {
  std::string text;
  for (int i = 0; i < 100; ++i) {
    text += "x\U0001F4E8";
  }
  const std::string encoded = encode_words(text);
  std::size_t begin = 0;
  while (begin < encoded.size()) {
    const std::size_t end = std::min(encoded.find("\r\n ", begin), encoded.size());
    const std::string word = encoded.substr(begin, end - begin);
    EXPECT_LE(word.size(), 75U);
    EXPECT_NE(decode_encoded_words(word), word);  // each one decodes alone
    begin = end + 3;
  }
  EXPECT_EQ(decode_encoded_words(encoded), text);
}

}  // namespace
}  // namespace mailhaul::text
