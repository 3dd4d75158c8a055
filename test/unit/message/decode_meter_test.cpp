#include "message/decode_meter.hpp"

#include <gtest/gtest.h>

namespace mailhaul::message {
namespace {

Decodability measure(TransferEncoding encoding, ByteView encoded) {
  DecodeMeter meter(encoding);
  for (const char& octet : encoded) {
    meter.update(ByteView(&octet, 1));
  }
  return meter.result();
}

Decodability base64(ByteView encoded) {
  return measure(TransferEncoding::Base64, encoded);
}

Decodability quoted(ByteView encoded) {
  return measure(TransferEncoding::QuotedPrintable, encoded);
}

TEST(DecodeMeter, MeasuresCleanBase64) {
  const Decodability measured = base64("YWJj\r\nZGU=\r\n");
  EXPECT_EQ(measured.encoded_size, 8U);
  EXPECT_EQ(measured.decoded_size, 5U);
  EXPECT_TRUE(measured.is_clean());
}

TEST(DecodeMeter, FindsForeignOctetsInBase64) {
  EXPECT_EQ(base64("YW-Jj!\r\n").invalid_octets, 2U);
  EXPECT_EQ(base64("YW-Jj!\r\n").behind_padding, 0U);
}

TEST(DecodeMeter, FindsTextBehindThePaddingOfBase64) {
  const Decodability measured = base64("YQ==\r\n__\r\nList\r\n");
  EXPECT_EQ(measured.invalid_octets, 6U);
  EXPECT_EQ(measured.behind_padding, 6U);
  EXPECT_EQ(measured.decoded_size, 1U);
}

TEST(DecodeMeter, FindsBase64ThatStopsInAGroup) {
  EXPECT_TRUE(base64("YWJjZ").is_incomplete);
  EXPECT_TRUE(base64("YWI").is_incomplete);
  EXPECT_FALSE(base64("YWI=").is_incomplete);
}

TEST(DecodeMeter, FindsTooMuchPadding) {
  EXPECT_EQ(base64("YWJj====").invalid_octets, 2U);
}

TEST(DecodeMeter, PassesEmptyBodies) {
  EXPECT_TRUE(base64("").is_clean());
  EXPECT_TRUE(base64("\r\n").is_clean());
  EXPECT_TRUE(quoted("").is_clean());
}

TEST(DecodeMeter, MeasuresCleanQuotedPrintable) {
  const Decodability measured = quoted("a=3Db=\r\nc= \t\r\nd\r\n=c3=A4");
  EXPECT_TRUE(measured.is_clean());
  EXPECT_EQ(measured.decoded_size, 7U);
}

TEST(DecodeMeter, CountsEqualsSignsThatStartNoEscape) {
  EXPECT_EQ(quoted("a=b=zz").invalid_octets, 2U);
  EXPECT_EQ(quoted("==3D").invalid_octets, 1U);
  EXPECT_EQ(quoted("=4=4A").invalid_octets, 1U);
  EXPECT_EQ(quoted("= x").invalid_octets, 1U);
}

}  // namespace
}  // namespace mailhaul::message
