#include "message/field_repair.hpp"

#include <string>

#include <gtest/gtest.h>

#include <mailhaul/message/address_list.hpp>
#include <mailhaul/message/header_fields.hpp>
#include <mailhaul/text/encoded_word.hpp>

namespace mailhaul::message {
namespace {

std::size_t longest_line(ByteView field) {
  std::size_t longest = 0;
  while (!field.empty()) {
    const std::size_t end = std::min(field.find("\r\n"), field.size());
    longest = std::max(longest, end);
    field.remove_prefix(std::min(field.size(), end + 2));
  }
  return longest;
}

std::string without_blanks(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\r' || c == '\n' || c == '\t'; });
  return text;
}

TEST(FoldField, LeavesShortFieldsAsTheyAre) {
  EXPECT_EQ(fold_field("Subject: a\r\n b  \r\n", 998), "Subject: a\r\n b  \r\n");
}

TEST(FoldField, FoldsAtBlanksAndChangesNothingElse) {
  std::string field = "X-Long:";
  for (int i = 0; i < 2000; ++i) {
    field += " word" + std::to_string(i);
  }
  const Bytes folded = fold_field(field + "\r\n", 998);
  EXPECT_LE(longest_line(folded), 998U);
  std::string unfolded = folded;
  for (std::size_t at = unfolded.find("\r\n "); at != std::string::npos;
       at = unfolded.find("\r\n ")) {
    unfolded.erase(at, 2);
  }
  EXPECT_EQ(unfolded, field + "\r\n");
}

TEST(FoldField, FoldsWhereThereIsNoBlank) {
  const Bytes folded = fold_field("X: " + std::string(20'000, 'x') + "\r\n", 998);
  EXPECT_LE(longest_line(folded), 998U);
  EXPECT_EQ(without_blanks(folded), "X:" + std::string(20'000, 'x'));
}

TEST(FoldField, MakesNoLineOfBlanksOnly) {
  const Bytes folded = fold_field("X: " + std::string(5000, ' ') + "y\r\n", 998);
  EXPECT_EQ(folded.find("\r\n \r\n"), std::string::npos);
  EXPECT_EQ(without_blanks(folded), "X:y");
}

TEST(CutReferences, KeepsTheFirstAndTheLast) {
  std::string field = "References:";
  for (int i = 0; i < 3000; ++i) {
    field += " <" + std::to_string(i) + "@example.org>\r\n";
  }
  const Bytes cut = cut_references(field, 40'000);
  EXPECT_LT(cut.size(), 40'000U);
  EXPECT_TRUE(cut.starts_with("References: <0@example.org>\r\n <"));
  EXPECT_TRUE(cut.ends_with(" <2999@example.org>\r\n"));
  EXPECT_LE(longest_line(cut), 998U);
}

TEST(CutReferences, LeavesAShortFieldAsItIs) {
  EXPECT_EQ(cut_references("References: <a>  <b>\r\n", 40'000), "References: <a>  <b>\r\n");
}

TEST(CutReferences, CutsOneEndlessIdentifier) {
  const Bytes cut = cut_references("References: <" + std::string(50'000, 'x') + ">\r\n", 40'000);
  EXPECT_LT(cut.size(), 1000U);
}

TEST(CutAddresses, TakesTheNameOffTheLongOneOnly) {
  const std::string field = "To: A  <a@x>,\r\n \"" + std::string(3000, 'n') + "\" <b@x>, c@x\r\n";
  EXPECT_EQ(cut_addresses(field, 1950), "To: A  <a@x>,\r\n <b@x>, c@x\r\n");
}

TEST(CutAddresses, MakesAnEndlessAddressADisplayName) {
  const Bytes cut = cut_addresses("To: " + std::string(3000, 'n') + "@x, b@x\r\n", 1950);
  EXPECT_LT(cut.size(), 300U);
  EXPECT_TRUE(cut.ends_with(" <unreadable@address.invalid>, b@x\r\n"));
  EXPECT_EQ(split_addresses(ByteView(cut).substr(3)).items.size(), 2U);
}

TEST(CutAddresses, LeavesShortOnesAsTheyAre) {
  EXPECT_EQ(cut_addresses("Cc:a@x ,b@x;\r\n", 1950), "Cc:a@x ,b@x;\r\n");
}

TEST(RelabelCharsets, GivesUnknownCharsetsOneThatFits) {
  EXPECT_EQ(relabel_charsets("Subject: a =?134?Q?=E4?= =?x-none?B?w6Q=?= b\r\n"),
            "Subject: a =?windows-1252?Q?=E4?= =?utf-8?B?w6Q=?= b\r\n");
}

TEST(RelabelCharsets, LeavesKnownOnesAsTheyAre) {
  EXPECT_EQ(relabel_charsets("Subject: =?UTF-8?q?x?=  y\r\n"), "Subject: =?UTF-8?q?x?=  y\r\n");
}

TEST(RelabelCharsets, MakesABrokenEncodedWordPlainText) {
  const Bytes repaired = relabel_charsets("Subject: =?utf-8?B?!!?= x\r\n");
  EXPECT_EQ(repaired, "Subject: = ?utf-8?B?!!?= x\r\n");
  EXPECT_FALSE(text::find_encoded_word(repaired, 0));
}

TEST(CutFileName, KeepsTheExtensionAndTheOtherParameters) {
  const Bytes cut = cut_file_name("Content-Disposition: attachment; size=5; filename=\"" +
                                      std::string(400, 'n') + ".docx\"\r\n",
                                  255);
  EXPECT_TRUE(
      cut.starts_with("Content-Disposition: attachment;\r\n size=\"5\";\r\n filename=\"nnn"));
  EXPECT_TRUE(cut.ends_with("nn.docx\"\r\n"));
  EXPECT_LT(cut.size(), 255U);
}

TEST(CutFileName, CutsBetweenCharacters) {
  std::string name;
  for (int i = 0; i < 300; ++i) {
    name += "\u00E4";
  }
  const Bytes cut =
      cut_file_name("Content-Type: a/b; name=\"" + text::encode_words(name) + ".pdf\"\r\n", 255);
  EXPECT_NE(cut.find("name*=utf-8''%C3%A4%C3%A4"), std::string::npos);
  EXPECT_TRUE(cut.ends_with("%C3%A4.pdf\r\n"));
  EXPECT_LE(longest_line(cut), 998U);
}

TEST(CutFileName, LeavesAShortNameAsItIs) {
  EXPECT_EQ(cut_file_name("Content-Type:a/b;name=x\r\n", 255), "Content-Type:a/b;name=x\r\n");
}

TEST(ChangeType, KeepsTheBoundary) {
  EXPECT_EQ(change_type("Content-Type: multipart/report; report-type=disposition-notification;\r\n "
                        "boundary=\"b c\"\r\n",
                        "multipart/mixed"),
            "Content-Type: multipart/mixed;\r\n boundary=\"b c\"\r\n");
}

TEST(ChangeType, MakesACalendarReplyAFile) {
  EXPECT_EQ(
      change_type("Content-Type: text/calendar; method=REPLY; charset=utf-8\r\n",
                  "application/octet-stream"),
      "Content-Type: application/octet-stream;\r\n charset=\"utf-8\";\r\n name=\"reply.ics\"\r\n");
}

}  // namespace
}  // namespace mailhaul::message
