#include "migrate/server/token_life.hpp"

#include <string>

#include <gtest/gtest.h>

#include <mailhaul/text/base64.hpp>

namespace mailhaul::migrate {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::int64_t kNow = 1'700'000'000;

/// A JSON Web Token with these claims, as a server of tokens makes it.
std::string token_with(std::string_view claims) {
  std::string encoded = text::encode_base64(claims);
  for (char& octet : encoded) {
    octet = octet == '+' ? '-' : octet == '/' ? '_' : octet;
  }
  encoded.erase(encoded.find_last_not_of('=') + 1);
  return "eyJhbGciOiJSUzI1NiJ9." + encoded + ".c2lnbmF0dXJl";
}

std::string token_until(std::int64_t expiry) {
  return token_with(R"({"aud":"https://outlook.office.com","exp":)" + std::to_string(expiry) +
                    R"(,"upn":"ada@example.org"})");
}

TEST(TokenExpiry, IsTheClaimOfAWebToken) {
  EXPECT_EQ(token_expiry(token_until(kNow + 3600)), kNow + 3600);
  EXPECT_EQ(token_expiry(token_with(R"({ "exp" : 12 })")), 12);
  EXPECT_EQ(token_expiry(token_with("{\"name\":\"\xc3\xbf\xc3\xbe?>\",\"exp\":99}")), 99);
}

TEST(TokenExpiry, IsUnknownForEveryOtherToken) {
  for (const std::string& token :
       {std::string(), std::string("EwBgA8l6BAAU"), std::string("a.b"), std::string("a.%%%.c"),
        token_with("{}"), token_with(R"({"exp":"soon"})"), token_with(R"({"exp")"),
        token_with(R"({"exp":)"), token_with(R"({"exp":99999999999999999999999})")}) {
    EXPECT_EQ(token_expiry(token), std::nullopt) << token;
  }
}

TEST(TokenRenewal, ComesMinutesBeforeTheEnd) {
  EXPECT_EQ(token_renewal(token_until(kNow + 3600), kNow), minutes(55));
  EXPECT_EQ(token_renewal(token_until(kNow + 600), kNow), seconds(450));
}

TEST(TokenRenewal, ComesAfterAWhileIfTheEndIsUnknown) {
  EXPECT_EQ(token_renewal("EwBgA8l6BAAU", kNow), minutes(45));
}

TEST(TokenRenewal, DoesNotRunInCirclesWithATokenAtItsEnd) {
  EXPECT_EQ(token_renewal(token_until(kNow + 30), kNow), std::nullopt);
  EXPECT_EQ(token_renewal(token_until(kNow - 5), kNow), std::nullopt);
}

TEST(TokenRenewal, IsWithinADayWhateverTheTokenSays) {
  EXPECT_LE(token_renewal(token_until(9'000'000'000'000'000'000), kNow), std::chrono::hours(24));
}

}  // namespace
}  // namespace mailhaul::migrate
