#include "imap/sasl.hpp"

#include <gtest/gtest.h>

#include <mailhaul/text/base64.hpp>

namespace mailhaul::imap {
namespace {

TEST(SaslPlain, JoinsItsPartsWithNul) {
  const auto response = encode_sasl_plain("mailbox", "admin", Secret(std::string("pw")));
  ASSERT_TRUE(response);
  EXPECT_EQ(text::decode_base64(response->reveal()), std::string("mailbox\0admin\0pw", 16));
}

TEST(SaslPlain, RefusesPartsThatWouldShiftOthers) {
  const auto nul = std::string("a\0b", 3);
  EXPECT_FALSE(encode_sasl_plain(nul, "admin", Secret(std::string("pw"))));
  EXPECT_FALSE(encode_sasl_plain("", nul, Secret(std::string("pw"))));
  EXPECT_FALSE(encode_sasl_plain("", "admin", Secret(std::string(nul))));
  EXPECT_FALSE(encode_sasl_plain("", "", Secret(std::string("pw"))));
  EXPECT_FALSE(encode_sasl_plain("", "admin", Secret()));
}

TEST(SaslXoauth2, IsWhatMicrosoftDocuments) {
  const auto response =
      encode_sasl_xoauth2("test@contoso.onmicrosoft.com",
                          Secret(std::string("EwBAAl3BAAUFFpUAo7J3Ve0bjLBWZWCclRC3EoAA")));
  ASSERT_TRUE(response);
  EXPECT_EQ(
      response->reveal(),
      "dXNlcj10ZXN0QGNvbnRvc28ub25taWNyb3NvZnQuY29tAWF1dGg9QmVhcmVyIEV3QkFBbDNCQUFVRkZwVUFvN0ozVmUw"
      "YmpMQldaV0NjbFJDM0VvQUEBAQ==");
}

TEST(SaslXoauth2, RefusesControlCharacters) {
  EXPECT_FALSE(
      encode_sasl_xoauth2("a\x01"
                          "b",
                          Secret(std::string("t"))));
  EXPECT_FALSE(encode_sasl_xoauth2("a", Secret(std::string("t\r\n"))));
  EXPECT_FALSE(encode_sasl_xoauth2("", Secret(std::string("t"))));
}

}  // namespace
}  // namespace mailhaul::imap
