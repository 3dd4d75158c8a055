#include <optional>
#include <random>

#include <gtest/gtest.h>

#include <mailhaul/text/date_time.hpp>

namespace mailhaul::text {
namespace {

constexpr UnixSeconds kSample = 837571465;  // 1996-07-17T02:44:25Z

TEST(MailDate, ReadsTheUsualForm) {
  EXPECT_EQ(parse_mail_date("Wed, 17 Jul 1996 02:44:25 +0000"), kSample);
  EXPECT_EQ(parse_mail_date("Tue, 16 Jul 1996 19:44:25 -0700 (PDT)"), kSample);
  EXPECT_EQ(parse_mail_date("17 Jul 1996 08:14:25 +0530"), kSample);
  EXPECT_EQ(parse_mail_date("Wed, 17 Jul 1996\r\n 02:44:25 +0000"), kSample);
}

TEST(MailDate, ReadsTheLastPartOfAReceivedField) {
  EXPECT_EQ(parse_mail_date("from a (b; 1 Jan 1990 00:00:00 +0000) by c\r\n with ESMTP id x;\r\n"
                            "\tWed, 17 Jul 1996 02:44:25 +0000"),
            kSample);
  EXPECT_EQ(parse_mail_date("from \"odd(\" by c; 17 Jul 1996 02:44:25 GMT"), kSample);
}

TEST(MailDate, ReadsObsoleteForms) {
  EXPECT_EQ(parse_mail_date("Wed, 17 Jul 96 02:44:25 GMT"), kSample);
  EXPECT_EQ(parse_mail_date("17 Jul 096 02:44:25 UT"), kSample);
  EXPECT_EQ(parse_mail_date("Wed 17 July 1996 02 : 44 : 25 Z"), kSample);
  EXPECT_EQ(parse_mail_date("Wed(\\)),(a(b)) 17(day) Jul 1996 02:44:25 +0000"), kSample);
  EXPECT_EQ(parse_mail_date("17 Jul 1996 02:44 +0000"), kSample - 25);
  EXPECT_EQ(parse_mail_date("1 Jan 49 00:00 +0000"), parse_mail_date("1 Jan 2049 00:00 +0000"));
  EXPECT_EQ(parse_mail_date("1 Jan 50 00:00 +0000"), parse_mail_date("1 Jan 1950 00:00 +0000"));
}

TEST(MailDate, ReadsNamedZones) {
  EXPECT_EQ(parse_mail_date("16 Jul 1996 19:44:25 PDT"), kSample);
  EXPECT_EQ(parse_mail_date("16 Jul 1996 21:44:25 est"), kSample);
  EXPECT_EQ(parse_mail_date("17 Jul 1996 04:44:25 CEST"), kSample);
  EXPECT_EQ(parse_mail_date("17 Jul 1996 03:44:25 GMT+0100"), kSample);
}

TEST(MailDate, TakesAnUnknownOrMissingZoneForUtc) {
  for (const char* zone : {"", " XYZ", " K", " +0060", " -2400", " +1", " +"}) {
    EXPECT_EQ(parse_mail_date(std::string("17 Jul 1996 02:44:25") + zone), kSample) << zone;
  }
}

TEST(MailDate, RefusesImpossibleDates) {
  for (const char* text :
       {"31 Feb 2020 00:00:00 +0000", "29 Feb 2021 00:00:00 +0000", "17 Jul 1996 25:61:00 +0000",
        "17 Jul 1996 24:00:00 +0000", "0 Jul 1996 00:00:00 +0000", "17 Jul 1996 00:00:61 +0000"}) {
    EXPECT_EQ(parse_mail_date(text), std::nullopt) << text;
  }
}

TEST(MailDate, RefusesWhatIsNoDate) {
  for (const char* text :
       {"", ";", "garbage", "Wed, 17 Jul 1996", "17 Jul 1996 02", "17 Jul 1996 02:", "Jul 17 1996",
        "17 Jul 1 00:00", "17 Jul 99999 00:00", "99999999999999999999 Jul 1996 00:00",
        "17 Jul 1996 02:44:xx", "(17 Jul 1996 02:44:25 +0000)", "(", "\\"}) {
    EXPECT_EQ(parse_mail_date(text), std::nullopt) << text;
  }
}

TEST(MailDate, ReadsBackWhatItWrote) {
  std::mt19937_64 random(5322);
  std::uniform_int_distribution<UnixSeconds> instants(-62135596800, 253402300799);
  for (int i = 0; i < 20000; ++i) {
    const UnixSeconds instant = instants(random);
    ASSERT_EQ(parse_mail_date(format_mail_date(instant)), instant);
  }
}

}  // namespace
}  // namespace mailhaul::text
