#include "message/part_header.hpp"

#include <string>

#include <gtest/gtest.h>

namespace mailhaul::message {
namespace {

Part read(const Bytes& block) {
  Part part;
  read_part_header(block + "\r\n\r\n", "text/plain", part);
  return part;
}

TEST(PartHeader, UsesTheDefaultTypeIfNoneIsNamed) {
  Part part;
  read_part_header("Subject: a\r\n\r\n", "message/rfc822", part);
  EXPECT_EQ(part.type, "message/rfc822");
}

TEST(PartHeader, TakesAMalformedTypeForText) {
  EXPECT_EQ(read("Content-Type: text").type, "text/plain");
  EXPECT_EQ(read("Content-Type: /html").type, "text/plain");
  EXPECT_EQ(read("Content-Type: a/b/c").type, "text/plain");
  EXPECT_EQ(read("Content-Type: x/" + std::string(1000, 'y')).type, "text/plain");
}

TEST(PartHeader, ReadsParametersOverFoldedLines) {
  const Part part =
      read("content-type: Multipart/Mixed;\r\n\tBoundary=\"a;b\\\"c\";\r\n charset=UTF-8 (x)");
  EXPECT_EQ(part.type, "multipart/mixed");
  EXPECT_EQ(part.boundary, "a;b\"c");
  EXPECT_EQ(part.charset, "utf-8");
}

TEST(PartHeader, KnowsTransferEncodings) {
  EXPECT_EQ(read("X: y").encoding, TransferEncoding::Identity);
  EXPECT_EQ(read("Content-Transfer-Encoding: 8BIT").encoding, TransferEncoding::Identity);
  EXPECT_EQ(read("Content-Transfer-Encoding: Base64 (x)").encoding, TransferEncoding::Base64);
  EXPECT_EQ(read("Content-Transfer-Encoding: quoted-printable;").encoding,
            TransferEncoding::QuotedPrintable);
  EXPECT_EQ(read("Content-Transfer-Encoding: uuencode").encoding, TransferEncoding::Unknown);
}

TEST(PartHeader, MeasuresTheLongerFileNameDecoded) {
  EXPECT_EQ(read("Content-Type: a/b; name=abc\r\nContent-Disposition: attachment; filename=abcde")
                .filename_length,
            5U);
  EXPECT_EQ(read("Content-Type: a/b; name=\"=?utf-8?q?=C3=A4=C3=B6?=\"").filename_length, 2U);
  EXPECT_EQ(
      read("Content-Disposition: x; filename*0*=utf-8''%C3%A4; filename*1=bc; filename*2*=%20")
          .filename_length,
      4U);
}

TEST(PartHeader, ReadsMethodAndReportType) {
  EXPECT_EQ(read("Content-Type: text/calendar; method=REPLY").method, "reply");
  EXPECT_EQ(
      read("Content-Type: multipart/report; report-type=Disposition-Notification").report_type,
      "disposition-notification");
}

TEST(PartHeader, SeesABadEncodedWord) {
  EXPECT_TRUE(read("Subject: =?134?q?a?=").has_bad_encoded_word);
  EXPECT_TRUE(read("Subject: =?utf-8?b?!?=").has_bad_encoded_word);
  EXPECT_FALSE(read("Subject: =?utf-8?q?a?=").has_bad_encoded_word);
}

}  // namespace
}  // namespace mailhaul::message
