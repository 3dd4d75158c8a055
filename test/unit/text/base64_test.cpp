#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include <mailhaul/text/base64.hpp>

namespace mailhaul::text {
namespace {

// RFC 4648 section 10.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kRfcVectors{{
    {"", ""},
    {"f", "Zg=="},
    {"fo", "Zm8="},
    {"foo", "Zm9v"},
    {"foob", "Zm9vYg=="},
    {"fooba", "Zm9vYmE="},
    {"foobar", "Zm9vYmFy"},
}};

TEST(Base64, EncodesAndDecodesTheRfcVectors) {
  for (const auto& [plain, encoded] : kRfcVectors) {
    EXPECT_EQ(encode_base64(plain), encoded);
    EXPECT_EQ(decode_base64(encoded), plain);
  }
}

TEST(Base64, CarriesEveryOctet) {
  std::string all;
  for (int octet = 0; octet < 256; ++octet) {
    all += static_cast<char>(octet);
  }
  EXPECT_EQ(decode_base64(encode_base64(all)), all);
  EXPECT_EQ(encode_base64("\xFB\xFF\xFE"), "+//+");
}

TEST(Base64, RefusesWhatIsNotCanonical) {
  for (const std::string_view encoded : {
           "Zg",        // padding missing
           "Zg=",       // half of it
           "Z===",      // a sextet is no octet
           "====",      // nothing but padding
           "Zh==",      // pad bits set in one octet
           "Zm9=",      // pad bits set in two octets
           "Zg==Zg==",  // padding inside
           "Zm9v\r\n",  // line end
           "Zm 9v===",  // blank
           "Zm9-",      // other alphabet
           "Zm9,",      // modified UTF-7 alphabet
           "Zm9v\xC3",  // 8-bit
       }) {
    EXPECT_EQ(decode_base64(encoded), std::nullopt) << encoded;
  }
}

}  // namespace
}  // namespace mailhaul::text
