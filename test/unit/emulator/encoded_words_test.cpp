#include "emulator/content/encoded_words.hpp"

#include <gtest/gtest.h>

namespace mailhaul::emulator {

namespace {

TEST(EncodedWords, DecodesAndJoins) {
  EXPECT_EQ(decode_words("=?utf-8?B?QUJD?= =?utf-8?q?D=45_F?= g"), "ABCDE F g");
}

TEST(EncodedWords, KeepsWhatIsNone) {
  EXPECT_EQ(decode_words("a =? b =?x y?Q?z?= c"), "a =? b =?x y?Q?z?= c");
}

TEST(EncodedWords, NoticesUnknownCharsets) {
  EXPECT_TRUE(has_unknown_charset("x =?TELETEX?Q?y?="));
  EXPECT_TRUE(has_unknown_charset("=?utf-8?Q?a?= =?134?Q?y?="));
  EXPECT_FALSE(has_unknown_charset("=?UTF-8*en?Q?a?= and =?134"));
}

TEST(EncodedWords, NoticesWhatCannotBeRead) {
  EXPECT_TRUE(has_unreadable_word("=?utf-8?B?***?="));
  EXPECT_TRUE(has_unreadable_word("=?utf-8?Q?=zz?="));
  EXPECT_TRUE(has_unreadable_word("=?utf-8?X?abc?="));
  EXPECT_FALSE(has_unreadable_word("=?utf-8?Q?=C3=A4?="));
}

TEST(EncodedWords, CountsCharactersNotOctets) {
  EXPECT_EQ(decoded_length("=?utf-8?Q?=C3=A4=C3=B6?="), 2U);
}

}  // namespace

}  // namespace mailhaul::emulator
