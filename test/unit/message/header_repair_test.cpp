#include <string>

#include <gtest/gtest.h>

#include <mailhaul/message/remedy.hpp>

namespace mailhaul::message {
namespace {

using namespace std::string_literals;

const Bytes kHeader =
    "From mbox x\r\nSubject :a\0b\r\nno field\r\nX-A: 1\r\n  2\r\nX-B: 3\r\n\r\n"s;

TEST(HeaderRepair, WithoutOrderChangesNothing) {
  EXPECT_EQ(repair_header(kHeader, {}), kHeader);
  EXPECT_FALSE(HeaderRepair().changes_anything());
}

TEST(HeaderRepair, DropsTheMboxLineOnly) {
  EXPECT_EQ(repair_header(kHeader, {.drop_mbox_from = true}), kHeader.substr(13));
}

TEST(HeaderRepair, BlanksNulInFields) {
  Bytes expected = kHeader;
  expected[expected.find('\0')] = ' ';
  EXPECT_EQ(repair_header(kHeader, {.blank_nuls = true}), expected);
}

TEST(HeaderRepair, StripsXFieldsButThoseKept) {
  EXPECT_EQ(repair_header("X-A: 1\r\n  2\r\nTo: a\r\nx-b: 3\r\n\r\n",
                          {.strip_x_fields = true, .kept_x_fields = {"x-b"}}),
            "To: a\r\nx-b: 3\r\n\r\n");
}

TEST(HeaderRepair, RenamesFieldsThatAskForAReceipt) {
  EXPECT_EQ(
      repair_header(
          "Disposition-Notification-To: a@x\r\nX-Confirm-Reading-To: a@x\r\nTo: b\r\n\r\n",
          {.rename_receipts = true}),
      "X-Disposition-Notification-To: a@x\r\nX-Old-X-Confirm-Reading-To: a@x\r\nTo: b\r\n\r\n");
}

TEST(HeaderRepair, ReplacesOrAddsTheEncoding) {
  EXPECT_EQ(repair_header("A: b\r\ncontent-transfer-encoding: 8bit\r\nC: d\r\n\r\n",
                          {.encoding = TransferEncoding::Base64}),
            "A: b\r\nContent-Transfer-Encoding: base64\r\nC: d\r\n\r\n");
  EXPECT_EQ(repair_header("A: b\r\n\r\n", {.encoding = TransferEncoding::QuotedPrintable}),
            "A: b\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n");
  EXPECT_EQ(repair_header("\r\n", {.encoding = TransferEncoding::Base64}),
            "Content-Transfer-Encoding: base64\r\n\r\n");
}

TEST(HeaderRepair, EndsAHeaderThatHasNoEnd) {
  EXPECT_EQ(repair_header("A: b", {.end_header = true}), "A: b\r\n\r\n");
  EXPECT_EQ(repair_header("A: b\r\n", {.end_header = true}), "A: b\r\n\r\n");
  EXPECT_EQ(repair_header("A: b\r\n\r\n", {.end_header = true}), "A: b\r\n\r\n");
}

TEST(HeaderRepair, AppliesEachRepairToItsFields) {
  const std::string name(3000, 'n');
  EXPECT_EQ(repair_header(
                "To: \"" + name + "\" <a@x>\r\nX: =?134?q?a?=\r\nContent-Type: text/plain\r\n\r\n",
                {.relabel_charsets = true, .address = 1950, .type = "text/html"}),
            "To: <a@x>\r\nX: =?utf-8?Q?a?=\r\nContent-Type: text/html\r\n\r\n");
}

}  // namespace
}  // namespace mailhaul::message
