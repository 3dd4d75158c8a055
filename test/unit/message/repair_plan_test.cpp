#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <mailhaul/base/limits.hpp>
#include <mailhaul/message/examine.hpp>
#include <mailhaul/message/remedy.hpp>

namespace mailhaul::message {
namespace {

using namespace std::string_literals;
using Remedies = std::vector<Remedy>;

/// What Exchange needs.
const RepairPolicy kPolicy{.line = 9900,
                           .references = 40'000,
                           .address = 1950,
                           .file_name = 255,
                           .nuls = true,
                           .transfer_encodings = true,
                           .encoded_words = true,
                           .mbox_from = true,
                           .header_end = true,
                           .read_reports = true,
                           .apple_double = true,
                           .calendar_replies = true};

std::optional<RepairPlan> plan_for(const Bytes& wire, const RepairPolicy& policy = kPolicy) {
  return plan_repair(examine(wire, kAllFacts), policy);
}

Remedies remedies_for(const Bytes& wire, const RepairPolicy& policy = kPolicy) {
  const auto plan = plan_for(wire, policy);
  return plan ? plan->remedies : Remedies{Remedy::Wrap};
}

const std::string kLongLine(10'000, 'x');

TEST(RepairPlan, OfASoundMessageIsEmpty) {
  const auto plan = plan_for("Subject: a\r\nX-A: 1\r\nReturn-Receipt-To: a@x\r\n\r\nbody\r\n");
  ASSERT_TRUE(plan);
  EXPECT_TRUE(plan->is_empty());
  EXPECT_TRUE(plan->edits.empty());
}

TEST(RepairPlan, AsksForNothingThatThePolicyDoesNotName) {
  EXPECT_EQ(remedies_for("From x y\r\nSubject: =?134?q?a?=\r\n\r\n\0"s + kLongLine, {}),
            Remedies());
}

TEST(RepairPlan, FindsTheRemedyForEachFault) {
  const std::string subject = "Subject: a\r\n";
  EXPECT_EQ(remedies_for("From x y\r\n" + subject + "\r\nb"), Remedies{Remedy::DropMboxFrom});
  EXPECT_EQ(remedies_for(subject), Remedies{Remedy::EndHeader});
  EXPECT_EQ(remedies_for("Subject: a\0b\r\n\r\nc"s), Remedies{Remedy::BlankNul});
  EXPECT_EQ(remedies_for("X: " + kLongLine + "\r\n\r\nb"), Remedies{Remedy::FoldHeader});
  EXPECT_EQ(remedies_for("References: <a@x>\r\n" +
                         [] {
                           std::string lines;
                           for (int i = 0; i < 5000; ++i) {
                             lines += " <12@x.y>\r\n";
                           }
                           return lines;
                         }() +
                         "\r\nb"),
            Remedies{Remedy::CutReferences});
  EXPECT_EQ(remedies_for("To: \"" + std::string(3000, 'n') + "\" <a@x>\r\n\r\nb"),
            Remedies{Remedy::CutAddress});
  EXPECT_EQ(remedies_for("Content-Type: a/b; name=\"" + std::string(300, 'n') + "\"\r\n\r\nb"),
            Remedies{Remedy::CutFileName});
  EXPECT_EQ(remedies_for("Subject: =?134?q?a?=\r\n\r\nb"), Remedies{Remedy::RelabelCharset});
  EXPECT_EQ(remedies_for(subject + "\r\n" + kLongLine), Remedies{Remedy::ReencodePart});
  EXPECT_EQ(remedies_for(subject + "\r\n\0"s), Remedies{Remedy::ReencodePart});
  EXPECT_EQ(remedies_for("Content-Transfer-Encoding: base64\r\n\r\nYWJ"),
            Remedies{Remedy::ReencodePart});
  EXPECT_EQ(remedies_for("Content-Type: text/calendar; method=REPLY\r\n\r\nb"),
            Remedies{Remedy::CalendarAsAttachment});
  EXPECT_EQ(remedies_for("Content-Type: multipart/appledouble; boundary=b\r\n\r\n--b--\r\n"),
            Remedies{Remedy::AppleDoubleAsMixed});
  EXPECT_EQ(
      remedies_for(
          "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n\r\n"
          "--b\r\nContent-Type: message/disposition-notification\r\n\r\nx\r\n--b--\r\n"),
      Remedies{Remedy::ReportAsMixed});
}

TEST(RepairPlan, ChangesOnRequestOnly) {
  const Bytes wire = "X-A: 1\r\nX-B: 2\r\nReturn-Receipt-To: a@x\r\n\r\nbody\r\n";
  EXPECT_EQ(remedies_for(wire, {.receipts = true}), Remedies{Remedy::RenameReceipt});
  EXPECT_EQ(remedies_for(wire, {.x_fields = true, .kept_x_fields = {"x-a"}}),
            Remedies{Remedy::StripXFields});
  EXPECT_EQ(remedies_for(wire, {.x_fields = true, .kept_x_fields = {"x-a", "x-b"}}), Remedies());
}

TEST(RepairPlan, EncodesTextForReadingAndTheRestAsBase64) {
  const auto text = plan_for("Content-Type: text/html\r\n\r\n" + kLongLine);
  const auto data = plan_for("Content-Type: application/pdf\r\n\r\n" + kLongLine);
  ASSERT_TRUE(text && data);
  EXPECT_EQ(text->edits.back().to, TransferEncoding::QuotedPrintable);
  EXPECT_EQ(data->edits.back().to, TransferEncoding::Base64);
}

TEST(RepairPlan, DoesNotTouchWhatIsSigned) {
  const Bytes header = "Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n\r\n";
  EXPECT_EQ(remedies_for(header + kLongLine + "\r\n--b--\r\n"), Remedies{Remedy::Wrap});
  EXPECT_EQ(remedies_for(header + "short\r\n--b--\r\n"), Remedies());
  EXPECT_EQ(remedies_for("X-A: 1\r\n" + header + "short\r\n--b--\r\n", {.x_fields = true}),
            Remedies{Remedy::StripXFields});
}

TEST(RepairPlan, GivesUpWhereNothingCanBeEncoded) {
  EXPECT_EQ(remedies_for("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + kLongLine +
                         "\r\n--b\r\n\r\nx\r\n--b--\r\n"),
            Remedies{Remedy::Wrap});
  EXPECT_EQ(remedies_for("Content-Transfer-Encoding: x-uuencode\r\n\r\n" + kLongLine),
            Remedies{Remedy::Wrap});
}

TEST(RepairPlan, GivesUpWhereDecodingWouldLoseSomething) {
  EXPECT_EQ(remedies_for("Content-Transfer-Encoding: base64\r\n\r\nYQ==\r\n-- \r\nList footer\r\n"),
            Remedies{Remedy::Wrap});
  EXPECT_EQ(remedies_for("Content-Transfer-Encoding: base64\r\n\r\nThis is no base64, is it?\r\n"),
            Remedies{Remedy::Wrap});
}

TEST(RepairPlan, GivesUpWhenTheStructureIsNotKnown) {
  Bytes wire;
  for (int i = 0; i < 500; ++i) {
    wire += "Content-Type: message/rfc822\r\n\r\n";
  }
  EXPECT_EQ(remedies_for(wire + "Subject: =?134?q?a?=\r\n\r\n\0"s), Remedies{Remedy::Wrap});
}

TEST(RepairPlan, GivesUpWhereTheHeaderIsTooLongToBeHeld) {
  const Bytes endless = "Subject: a\r\nX-A: " + Bytes(limits::kHeaderBlock, 'x');
  EXPECT_EQ(remedies_for("From x y\r\n" + endless, {.mbox_from = true}), Remedies{Remedy::Wrap});
  EXPECT_EQ(remedies_for(endless, {.x_fields = true}), Remedies{Remedy::Wrap});
  EXPECT_EQ(remedies_for("Return-Receipt-To: a@x\r\n" + endless, {.receipts = true}),
            Remedies{Remedy::Wrap});
  EXPECT_EQ(remedies_for(endless, {.mbox_from = true}), Remedies());
}

TEST(Remedy, HasAStableName) {
  EXPECT_EQ(to_string(Remedy::DropMboxFrom), "drop-mbox-from");
  EXPECT_EQ(to_string(Remedy::EndHeader), "end-header");
  EXPECT_EQ(to_string(Remedy::BlankNul), "blank-nul");
  EXPECT_EQ(to_string(Remedy::FoldHeader), "fold-header");
  EXPECT_EQ(to_string(Remedy::CutReferences), "cut-references");
  EXPECT_EQ(to_string(Remedy::CutAddress), "cut-address");
  EXPECT_EQ(to_string(Remedy::CutFileName), "cut-file-name");
  EXPECT_EQ(to_string(Remedy::RelabelCharset), "relabel-charset");
  EXPECT_EQ(to_string(Remedy::ReencodePart), "reencode-part");
  EXPECT_EQ(to_string(Remedy::ReportAsMixed), "report-as-mixed");
  EXPECT_EQ(to_string(Remedy::AppleDoubleAsMixed), "appledouble-as-mixed");
  EXPECT_EQ(to_string(Remedy::CalendarAsAttachment), "calendar-as-attachment");
  EXPECT_EQ(to_string(Remedy::RenameReceipt), "rename-receipt");
  EXPECT_EQ(to_string(Remedy::StripXFields), "strip-x-fields");
  EXPECT_EQ(to_string(Remedy::Wrap), "wrap");
}

}  // namespace
}  // namespace mailhaul::message
