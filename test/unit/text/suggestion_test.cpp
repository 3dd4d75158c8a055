#include <array>

#include <gtest/gtest.h>

#include <mailhaul/text/suggestion.hpp>

namespace mailhaul::text {
namespace {

constexpr std::array<std::string_view, 4> kNames{"upload", "status", "password-file", "tls"};

TEST(Suggestion, FindsANameWithOneWrongLetter) {
  EXPECT_EQ(nearest("uplaod", kNames), "upload");
}

TEST(Suggestion, CountsASwapAsOneStep) {
  EXPECT_EQ(nearest("tsl", kNames), "tls");
}

TEST(Suggestion, TakesAnAbbreviationForItsName) {
  EXPECT_EQ(nearest("pass", kNames), "password-file");
}

TEST(Suggestion, SaysNothingWhenNothingIsNear) {
  EXPECT_EQ(nearest("frobnicate", kNames), std::nullopt);
  EXPECT_EQ(nearest("", kNames), std::nullopt);
}

}  // namespace
}  // namespace mailhaul::text
