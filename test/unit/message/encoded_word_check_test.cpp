#include "message/encoded_word_check.hpp"

#include <gtest/gtest.h>

namespace mailhaul::message {
namespace {

using Labels = std::vector<std::string>;

TEST(EncodedWordCheck, PassesTextWithoutEncodedWords) {
  EXPECT_TRUE(check_encoded_words("plain =? text").is_clean());
}

TEST(EncodedWordCheck, PassesKnownCharsetsInAnyCase) {
  EXPECT_TRUE(check_encoded_words("=?UTF-8?Q?=C3=A4?= =?iso-8859-7?b?4Q==?=").is_clean());
}

TEST(EncodedWordCheck, NamesUnknownCharsetsAsWritten) {
  const auto check = check_encoded_words("=?134?Q?a?= b =?TELETEX?Q?c?= =?utf-8?q?d?=");
  EXPECT_EQ(check.unknown_charsets, (Labels{"134", "TELETEX"}));
  EXPECT_FALSE(check.has_malformed_text);
}

TEST(EncodedWordCheck, FindsBrokenBase64) {
  EXPECT_TRUE(check_encoded_words("=?utf-8?B?YWJj!?=").has_malformed_text);
  EXPECT_TRUE(check_encoded_words("=?utf-8?B?YWJjZ?=").has_malformed_text);
  EXPECT_FALSE(check_encoded_words("=?utf-8?B?YWI?=").has_malformed_text);
}

TEST(EncodedWordCheck, FindsBrokenQuotedPrintable) {
  EXPECT_TRUE(check_encoded_words("=?utf-8?Q?a=4?=").has_malformed_text);
  EXPECT_TRUE(check_encoded_words("=?utf-8?Q?=ZZ?=").has_malformed_text);
  EXPECT_FALSE(check_encoded_words("=?utf-8?Q?a=4A=4b?=").has_malformed_text);
}

}  // namespace
}  // namespace mailhaul::message
