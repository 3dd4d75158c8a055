#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>

#include <gtest/gtest.h>

#include <mailhaul/text/date_time.hpp>

namespace mailhaul::text {
namespace {

constexpr UnixSeconds kSample = 837571465;  // 1996-07-17T02:44:25Z

TEST(InternalDate, IsWrittenInUtcWithABlankForTheMissingDigit) {
  EXPECT_EQ(format_internal_date(kSample), "17-Jul-1996 02:44:25 +0000");
  EXPECT_EQ(format_internal_date(0), " 1-Jan-1970 00:00:00 +0000");
  EXPECT_EQ(format_internal_date(-1), "31-Dec-1969 23:59:59 +0000");
}

TEST(InternalDate, ClampsYearsToFourDigits) {
  EXPECT_EQ(format_internal_date(std::numeric_limits<std::int64_t>::max()),
            "31-Dec-9999 23:59:59 +0000");
  EXPECT_EQ(format_internal_date(std::numeric_limits<std::int64_t>::min()),
            " 1-Jan-0001 00:00:00 +0000");
}

TEST(InternalDate, IsReadInAnyZoneAndPadding) {
  EXPECT_EQ(parse_internal_date("17-Jul-1996 02:44:25 +0000"), kSample);
  EXPECT_EQ(parse_internal_date("16-Jul-1996 19:44:25 -0700"), kSample);
  EXPECT_EQ(parse_internal_date("17-jul-1996 08:14:25 +0530"), kSample);
  EXPECT_EQ(parse_internal_date(" 1-Jan-1970 00:00:00 +0000"), 0);
  EXPECT_EQ(parse_internal_date("01-Jan-1970 00:00:00 +0000"), 0);
}

TEST(InternalDate, RefusesEveryOtherShape) {
  for (const char* text :
       {"", "1-Jan-1970 00:00:00 +0000", "  -Jan-1970 00:00:00 +0000", "31-Feb-2020 00:00:00 +0000",
        "17-Jul-1996 24:00:00 +0000", "17-Jul-1996 02:44:25 ~0000", "17-Jul-1996 02:44:25 +0060",
        "17-Jul-1996T02:44:25 +0000", "17-Jul-1996 02:44:25 +0000 ", "17 Jul 1996 02:44:25 +0000",
        "17-Xxx-1996 02:44:25 +0000", "17-Jul-+996 02:44:25 +0000"}) {
    EXPECT_EQ(parse_internal_date(text), std::nullopt) << text;
  }
}

TEST(InternalDate, ReadsBackWhatItWrote) {
  std::mt19937_64 random(9051);
  std::uniform_int_distribution<UnixSeconds> instants(-62135596800, 253402300799);
  for (int i = 0; i < 20000; ++i) {
    const UnixSeconds instant = instants(random);
    ASSERT_EQ(parse_internal_date(format_internal_date(instant)), instant);
  }
}

TEST(MailDate, IsWrittenWithDayOfWeekAndTwoDigitDay) {
  EXPECT_EQ(format_mail_date(kSample), "Wed, 17 Jul 1996 02:44:25 +0000");
  EXPECT_EQ(format_mail_date(0), "Thu, 01 Jan 1970 00:00:00 +0000");
}

TEST(IsoDate, IsWrittenInUtc) {
  EXPECT_EQ(format_iso(kSample), "1996-07-17T02:44:25Z");
  EXPECT_EQ(format_iso(-1), "1969-12-31T23:59:59Z");
}

}  // namespace
}  // namespace mailhaul::text
