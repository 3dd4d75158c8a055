#include "cli/options/values.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::cli {
namespace {

Value value_of(std::string text) {
  return {.text = std::move(text), .origin = "--x"};
}

TEST(Values, CountsKeepToTheirBounds) {
  EXPECT_EQ(parse_count(value_of("65535"), 1, 65535).value(), 65535U);
  for (const char* text : {"0", "65536", "", "-1", "1x", " 1", "99999999999999999999"}) {
    const auto count = parse_count(value_of(text), 1, 65535);
    ASSERT_FALSE(count.has_value()) << text;
    EXPECT_EQ(count.error().kind, ErrorKind::Usage);
    EXPECT_EQ(count.error().where, "--x");
    EXPECT_THAT(count.error().hint, ::testing::HasSubstr("1 to 65535"));
  }
}

TEST(Values, SecondsArePositive) {
  EXPECT_EQ(parse_seconds(value_of("90")).value(), std::chrono::seconds(90));
  EXPECT_FALSE(parse_seconds(value_of("0")).has_value());
  EXPECT_FALSE(parse_seconds(value_of("90s")).has_value());
  EXPECT_FALSE(parse_seconds(value_of("86401")).has_value());
  EXPECT_EQ(parse_pause(value_of("0")).value(), std::chrono::seconds(0));
  EXPECT_FALSE(parse_pause(value_of("-1")).has_value());
}

TEST(Values, SizesMayHaveAUnit) {
  EXPECT_EQ(parse_size(value_of("1000")).value(), 1000U);
  EXPECT_EQ(parse_size(value_of("25M")).value(), 25U * 1024 * 1024);
  EXPECT_EQ(parse_size(value_of("1g")).value(), 1024U * 1024 * 1024);
  for (const char* text : {"", "M", "0", "1.5M", "25MB", "9999999999999G"}) {
    EXPECT_FALSE(parse_size(value_of(text)).has_value()) << text;
  }
}

TEST(Values, RatesAreOfOctetsOrOfMessages) {
  EXPECT_EQ(parse_rate(value_of("500k"))->octets, 512'000);
  EXPECT_EQ(parse_rate(value_of("2048"))->octets, 2048);
  EXPECT_EQ(parse_rate(value_of("4/s"))->messages, 4);
  EXPECT_EQ(parse_rate(value_of("90/min"))->messages, 1.5);
  EXPECT_EQ(parse_rate(value_of("4/s"))->octets, std::nullopt);
  for (const char* text : {"", "0", "1023", "4/h", "/s", "0/s", "x/s", "4/", "4/s/s", "1.5/s"}) {
    const auto rate = parse_rate(value_of(text));
    ASSERT_FALSE(rate.has_value()) << text;
    EXPECT_THAT(rate.error().hint, ::testing::HasSubstr("4/s"));
  }
}

TEST(Values, DatesAreMidnightInUtc) {
  EXPECT_EQ(parse_date(value_of("1970-01-02")).value(), 86400);
  EXPECT_EQ(parse_date(value_of("2024-02-29")).value(), 1709164800);
  for (const char* text :
       {"2023-02-29", "2024-2-1", "01.02.2024", "2024-13-01", "", "2024-00-10"}) {
    EXPECT_FALSE(parse_date(value_of(text)).has_value()) << text;
  }
}

TEST(Values, AbsentOptionIsNoValue) {
  Arguments arguments;
  EXPECT_FALSE(parse_optional(arguments, "x", parse_size).value().has_value());
  arguments.add("x", value_of("7"));
  EXPECT_EQ(parse_optional(arguments, "x", parse_size).value(), 7U);
  arguments.add("y", value_of("z"));
  EXPECT_FALSE(parse_optional(arguments, "y", parse_size).has_value());
}

}  // namespace
}  // namespace mailhaul::cli
