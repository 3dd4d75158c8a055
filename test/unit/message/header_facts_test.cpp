#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <mailhaul/message/fingerprint.hpp>
#include <mailhaul/message/header_facts.hpp>

namespace mailhaul::message {
namespace {

using namespace std::string_literals;
using Names = std::vector<std::string>;

HeaderDetails details_of(const Bytes& block) {
  return examine_header(locate_fields(block));
}

TEST(MessageIdentity, ReadsTheFieldsThatIdentify) {
  const MessageIdentity identity = identify(
      "Received: from a by b;\r\n\tSat, 1 Jan 2000 00:00:01 +0000\r\n"
      "Received: from c by a; Fri, 31 Dec 1999 00:00:00 +0000\r\n"
      "Message-Id:\r\n <1@example.org> \r\n"
      "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n"
      "Date: Sat, 1 Jan 2000 01:00:00 +0100\r\n\r\n");
  EXPECT_EQ(identity.message_id, "<1@example.org>");
  EXPECT_EQ(identity.subject, "Gr\u00FC\u00DFe");
  EXPECT_EQ(identity.date, 946684800);
  EXPECT_EQ(identity.received, 946684801);
  EXPECT_EQ(identity.message_id_hash, stable_hash64("<1@example.org>"));
  EXPECT_EQ(identity.date_subject_hash, stable_hash64("946684800\nGr\u00FC\u00DFe"));
}

TEST(MessageIdentity, OfAHeaderWithoutTheFieldsIsEmpty) {
  const MessageIdentity identity = identify("To: a@x\r\n\r\n");
  EXPECT_EQ(identity.message_id, "");
  EXPECT_EQ(identity.message_id_hash, 0);
  EXPECT_EQ(identity.subject, "");
  EXPECT_FALSE(identity.date);
  EXPECT_FALSE(identity.received);
  EXPECT_EQ(identity.date_subject_hash, stable_hash64("none\n"));
}

TEST(MessageIdentity, HasNoHashForAnEmptyMessageId) {
  EXPECT_EQ(identify("Message-ID:  \r\n\r\n").message_id_hash, 0);
}

TEST(MessageIdentity, IsFoundBehindAMalformedLine) {
  EXPECT_EQ(identify("broken\r\nMessage-ID: <1@x>\r\n\r\n").message_id, "<1@x>");
}

TEST(MessageIdentity, SurvivesWhatExchangeDoesToDateAndSubject) {
  const auto original =
      identify("Subject: Re:  =?iso-8859-1?q?=E4?= b\r\nDate: 1 Jan 2000 12:00 MET\r\n\r\n");
  const auto rewritten =
      identify("Date: Sat, 1 Jan 2000 11:00:00 +0000\r\nSubject: =?utf-8?b?UmU6IMOkIGI=?=\r\n\r\n");
  EXPECT_EQ(original.date, rewritten.date);
  EXPECT_EQ(original.date_subject_hash, rewritten.date_subject_hash);
}

TEST(MessageIdentity, SurvivesACutBehindTheSubjectsFirst255Characters) {
  const std::string start(255, 's');
  EXPECT_EQ(identify("Subject: " + start + " and the rest\r\n\r\n").date_subject_hash,
            identify("Subject: " + start + "\r\n\r\n").date_subject_hash);
}

TEST(MessageIdentity, KeepsNoMoreOfASubjectThanAServerDoes) {
  std::string subject;
  for (int i = 0; i < 60'000; ++i) {
    subject += "\xE2\x82\xAC";
  }
  const MessageIdentity long_one = identify("Subject: x" + subject + "\r\n\r\n");
  EXPECT_EQ(long_one.subject, "x" + subject.substr(0, 1017));
  EXPECT_LE(long_one.subject.capacity(), 2 * MessageIdentity::kKeptSubject);
  EXPECT_EQ(long_one.date_subject_hash,
            identify("Subject: x" + subject.substr(0, 1017) + "\r\n\r\n").date_subject_hash);
  // Blanks that count as one are more than what is kept.
  const std::string blanks(2000, ' ');
  EXPECT_NE(identify("Subject: a" + blanks + "b\r\n\r\n").date_subject_hash,
            identify("Subject: a" + blanks + "c\r\n\r\n").date_subject_hash);
}

TEST(MessageIdentity, TellsSubjectsAndDatesApart) {
  const auto hash = [](const std::string& block) {
    return identify(block + "\r\n\r\n").date_subject_hash;
  };
  EXPECT_NE(hash("Subject: a"), hash("Subject: b"));
  EXPECT_NE(hash("Subject: a"), hash("Subject: A"));
  EXPECT_NE(hash("Date: 1 Jan 2000 00:00:00 +0000"), hash("Date: 1 Jan 2000 00:00:01 +0000"));
}

TEST(MessageIdentity, TakesNoDateFromAReceivedFieldWithoutSemicolon) {
  EXPECT_FALSE(identify("Received: from a by b\r\n\r\n").received);
}

TEST(MessageIdentity, ReadsADateOfReceivedHoweverItIsFolded) {
  for (const std::string& date :
       {"Sat, 1 Jan 2000 00:00:01 +0000"s, " \t Sat, 1 Jan 2000 00:00:01 +0000\t"s,
        "\r\n\tSat, 1 Jan 2000 00:00:01 +0000 (a\r\n b)"s,
        "\r\n \r\n Sat, 1 Jan\r\n 2000 00:00:01\r\n\t+0000\r\n "s,
        "Sat, 1 Jan 2000\0"
        "00:00:01 +0000"s,
        "Sat, 1 Jan 2000\r00:00:01 +0000"s, "\0Sat, 1 Jan 2000 00:00:01 +0000"s}) {
    EXPECT_EQ(identify("Received: from a by b; " + date + "\r\n\r\n").received, 946684801) << date;
  }
  for (const std::string& none : {""s, " "s, "\r\n "s, "\0"s}) {
    EXPECT_FALSE(identify("Received: from a by b;" + none + "\r\n\r\n").received) << none;
  }
}

TEST(MessageIdentity, ReadsFoldedFieldsBesideOthers) {
  const MessageIdentity identity = identify(
      "Subject: a\r\n b\r\nDate: Sat, 1 Jan 2000 01:00:00 +0100\r\nMessage-ID:\r\n <1@x>\r\n\r\n");
  EXPECT_EQ(identity.subject, "a b");
  EXPECT_EQ(identity.date, 946684800);
  EXPECT_EQ(identity.message_id, "<1@x>");
}

TEST(MessageIdentity, OfABlankSubjectIsThatOfNone) {
  EXPECT_EQ(identify("Subject:  \r\n\r\n").date_subject_hash, stable_hash64("none\n"));
}

TEST(HeaderDetails, ListDistinctXNames) {
  EXPECT_EQ(details_of("X-B: 1\r\nx-a: 2\r\nX-b: 3\r\nSubject: X-C\r\n\r\n").x_names,
            (Names{"x-a", "x-b"}));
}

TEST(HeaderDetails, ListFieldsThatAskForAReceipt) {
  const auto details = details_of(
      "disposition-notification-to: a@x\r\nReturn-Receipt-To: a@x\r\n"
      "X-Confirm-Reading-To: a@x\r\nReturn-Path: <a@x>\r\n\r\n");
  EXPECT_EQ(details.receipt_fields,
            (Names{"disposition-notification-to", "Return-Receipt-To", "X-Confirm-Reading-To"}));
}

TEST(HeaderDetails, NameEachUnknownCharsetOnce) {
  const auto details =
      details_of("Subject: =?134?q?a?= =?x-none?q?b?=\r\nX-Other: =?134?q?c?=\r\n\r\n");
  EXPECT_EQ(details.unknown_charsets, (Names{"134", "x-none"}));
  EXPECT_FALSE(details.has_malformed_encoded_word);
}

TEST(HeaderDetails, SeeABrokenEncodedWord) {
  EXPECT_TRUE(details_of("Subject: =?utf-8?b?!?=\r\n\r\n").has_malformed_encoded_word);
}

TEST(HeaderDetails, MeasureReferencesAndAddresses) {
  const auto details =
      details_of("References: " + std::string(500, 'r') + "\r\nReferences: <a>\r\nFrom: a@x\r\n" +
                 "To: b@x, " + std::string(2000, 'c') + "@x\r\nCc: d@x\r\n\r\n");
  EXPECT_EQ(details.references_size, 501U);
  EXPECT_EQ(details.longest_address, 2002U);
  EXPECT_EQ(details.recipients, 3U);
  EXPECT_FALSE(details.has_open_quote);
}

TEST(HeaderDetails, SeeAnOpenQuoteInAnAddress) {
  EXPECT_TRUE(details_of("To: \"a <a@x>\r\n\r\n").has_open_quote);
}

TEST(HeaderDetails, MeasureTheDecodedSubjectInUtf16) {
  EXPECT_EQ(details_of("Subject: =?utf-8?b?8J+YgA==?= ab\r\n\r\n").subject_length, 5U);
}

}  // namespace
}  // namespace mailhaul::message
