#include <gtest/gtest.h>

#include <mailhaul/text/layout.hpp>

namespace mailhaul::text {
namespace {

TEST(Layout, WideCharactersTakeTwoColumnsAndMarksNone) {
  EXPECT_EQ(display_columns("Entwürfe"), 8U);
  EXPECT_EQ(display_columns("u\xCC\x88"), 1U);  // u and a combining diaeresis
  EXPECT_EQ(display_columns("送信済み"), 8U);
  EXPECT_EQ(display_columns("a\xFF"), 2U);
}

TEST(Layout, LinesBreakAtBlanksBeforeTheLastColumn) {
  EXPECT_EQ(wrap("one two three", 0, 7), "one two\nthree");
  EXPECT_EQ(wrap("one two three", 2, 9), "one two\n  three");
  EXPECT_EQ(wrap("one two three", 2, 8), "one\n  two\n  three");
  EXPECT_EQ(wrap("", 4, 10), "");
}

TEST(Layout, AWordThatIsTooLongStaysWhole) {
  EXPECT_EQ(wrap("a verylongword b", 1, 6), "a\n verylongword\n b");
}

TEST(Layout, PadsToAColumn) {
  EXPECT_EQ(pad_right("ä", 3), "ä  ");
  EXPECT_EQ(pad_left("12", 4), "  12");
  EXPECT_EQ(pad_left("12345", 4), "12345");
}

}  // namespace
}  // namespace mailhaul::text
