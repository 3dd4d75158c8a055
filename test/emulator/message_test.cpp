/// E3 and E1.7: FETCH, STORE, SEARCH, EXPUNGE, COPY and MOVE.
#include "emulator/fixture.hpp"

namespace mailhaul::emulator {

namespace {

class MessageTest : public EmulatorTest {
 protected:
  /// A server with three messages and a client that has INBOX selected.
  RawImap with_three() {
    for (int number = 1; number <= 3; ++number) {
      EXPECT_TRUE(
          server().deliver("INBOX", "From: Ada Lovelace <ada@example.org>\r\nSubject: number " +
                                        std::to_string(number) + "\r\nMessage-ID: <" +
                                        std::to_string(number) + "@example.org>\r\n\r\nbody\r\n"));
    }
    return sign_in_and_select();
  }
};

constexpr std::string_view kMultipart =
    "Subject: parts\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\npreamble\r\n--b\r\n"
    "Content-Type: text/plain\r\n\r\nfirst\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
    "Subject: inner\r\n\r\ninner body\r\n--b--\r\n";

TEST_F(MessageTest, FetchesSectionsAndPartials) {
  start_2016();
  ASSERT_TRUE(server().deliver("INBOX", kHello));
  RawImap client = sign_in_and_select();
  EXPECT_EQ(client.command("FETCH 1 BODY.PEEK[TEXT]").front(),
            "* 1 FETCH (BODY[TEXT] {5}\r\nHi.\r\n)");
  EXPECT_EQ(client.command("FETCH 1 (BODY.PEEK[HEADER.FIELDS (SUBJECT message-id)])").front(),
            "* 1 FETCH (BODY[HEADER.FIELDS (SUBJECT message-id)] {47}\r\nSubject: Hello\r\n"
            "Message-ID: <1@example.org>\r\n\r\n)");
  EXPECT_EQ(client.command("FETCH 1 BODY.PEEK[]<6.3>").front(), "* 1 FETCH (BODY[]<6> {3}\r\nAda)");
  EXPECT_EQ(client.command("FETCH 1 BODY.PEEK[]<100000.3>").front(),
            "* 1 FETCH (BODY[]<100000> {0}\r\n)");
  EXPECT_TRUE(messages().front().flags.empty());
}

TEST_F(MessageTest, FetchesNumberedParts) {
  start_2016();
  ASSERT_TRUE(server().deliver("INBOX", kMultipart));
  RawImap client = sign_in_and_select();
  EXPECT_EQ(client.command("FETCH 1 BODY.PEEK[1]").front(), "* 1 FETCH (BODY[1] {5}\r\nfirst)");
  EXPECT_EQ(client.command("FETCH 1 BODY.PEEK[2.HEADER]").front(),
            "* 1 FETCH (BODY[2.HEADER] {18}\r\nSubject: inner\r\n\r\n)");
  EXPECT_EQ(client.command("FETCH 1 BODY.PEEK[1.MIME]").front(),
            "* 1 FETCH (BODY[1.MIME] {28}\r\nContent-Type: text/plain\r\n\r\n)");
  EXPECT_EQ(client.command("FETCH 1 BODY.PEEK[7]").front(), "* 1 FETCH (BODY[7] NIL)");
}

TEST_F(MessageTest, FetchWithoutPeekMarksRead) {
  start_2016();
  with_three().command("FETCH 1 BODY[]");
  EXPECT_EQ(messages().front().flags, std::vector<std::string>{"\\Seen"});
}

TEST_F(MessageTest, UidFetchAlwaysNamesTheUid) {
  start_2016();
  RawImap client = with_three();
  EXPECT_EQ(
      client.command("UID FETCH 2:* (FLAGS)"),
      (std::vector<std::string>{"* 2 FETCH (UID 2 FLAGS (\\Recent))",
                                "* 3 FETCH (UID 3 FLAGS (\\Recent))", "tag OK FETCH completed."}));
  EXPECT_EQ(client.command("UID FETCH 100 (FLAGS)"),
            std::vector<std::string>{"tag OK FETCH completed."});
}

TEST_F(MessageTest, E3SizeIsAnEstimateUnlessExact) {
  start_2016({"size_error_percent=50"});
  ASSERT_TRUE(server().deliver("INBOX", kHello));
  const std::string exact = "* 1 FETCH (RFC822.SIZE " + std::to_string(kHello.size()) + ")";
  EXPECT_NE(sign_in_and_select().command("FETCH 1 RFC822.SIZE").front(), exact);
  start_2016({"exact_size=true"});
  ASSERT_TRUE(server().deliver("INBOX", kHello));
  EXPECT_EQ(sign_in_and_select().command("FETCH 1 RFC822.SIZE").front(), exact);
}

TEST_F(MessageTest, E3HeadersAreRebuiltOn2007) {
  start_2007();
  RawImap client = sign_in();
  client.append("INBOX",
                "Subject: =?iso-8859-1?Q?Gr=FC=DFe?=\r\nX-Kept: yes\r\nList-Id: <l>\r\n"
                "Date: 17 Jul 96 02:44:25 GMT\r\nFrom: a@b\r\n"
                "Received: from x by y; Wed, 17 Jul 1996 02:44:25 +0000\r\n\r\nbody\r\n");
  client.command("SELECT INBOX");
  const auto header = client.command("FETCH 1 BODY.PEEK[HEADER]").front();
  EXPECT_NE(header.find("\r\nFrom: a@b\r\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\n"),
            std::string::npos)
      << header;
  EXPECT_NE(header.find("Date: Wed, 17 Jul 1996 02:44:25 +0000\r\n"), std::string::npos);
  EXPECT_NE(header.find("X-Kept: yes\r\n"), std::string::npos);
  EXPECT_NE(header.find("X-MS-Has-Attach:"), std::string::npos);
  EXPECT_EQ(header.find("List-Id"), std::string::npos);
  EXPECT_EQ(header.find("from x by y"), std::string::npos);
}

TEST_F(MessageTest, E3XFieldsVanishWherePromotionIsOff) {
  start_2007({"promote_on_append=false"});
  RawImap client = sign_in();
  client.append("INBOX", "Subject: s\r\nX-Gone: yes\r\n\r\nbody\r\n");
  client.command("SELECT INBOX");
  const auto header = client.command("FETCH 1 BODY.PEEK[HEADER]").front();
  EXPECT_NE(header.find("Subject: s\r\n"), std::string::npos);
  EXPECT_EQ(header.find("X-Gone"), std::string::npos) << header;
}

TEST_F(MessageTest, E3FlaggedMessagesOf2010GetAField) {
  start(ProfileName::Exchange2010);
  RawImap client = sign_in_and_select();
  client.append("INBOX", kHello);
  EXPECT_EQ(client.command("FETCH 1 BODY.PEEK[HEADER]").front().find("X-Message-Flag"),
            std::string::npos);
  client.command("STORE 1 +FLAGS (\\Flagged)");
  EXPECT_NE(client.command("FETCH 1 BODY.PEEK[HEADER]").front().find("X-Message-Flag: "),
            std::string::npos);
}

TEST_F(MessageTest, E3NumbersAboveExistsIfMixedUp) {
  start_2007({"uid_mixup=true"});
  RawImap client = sign_in_and_select();
  ASSERT_TRUE(server().deliver("INBOX", kHello));
  EXPECT_EQ(client.command("FETCH 1 (UID)").front(), "* 1 FETCH (UID 1)");
  start_2007();
  RawImap strict = sign_in_and_select();
  ASSERT_TRUE(server().deliver("INBOX", kHello));
  EXPECT_EQ(strict.result("FETCH 1 (UID)"), "tag BAD Command Argument Error. 11");
}

TEST_F(MessageTest, FetchOfVanishedMessagesSaysSo) {
  start_2016();
  RawImap client = with_three();
  ASSERT_TRUE(server().remove("INBOX", 2));
  const auto lines = client.command("FETCH 1:3 (UID)");
  EXPECT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines.back(), "tag NO Some of the requested messages no longer exist");
  EXPECT_EQ(client.command("NOOP").front(), "* 2 EXPUNGE");
}

TEST_F(MessageTest, E1_7StoreKnowsSixFlags) {
  start_2016();
  RawImap client = with_three();
  EXPECT_EQ(client.command("STORE 1 +FLAGS (\\Seen \\Draft)").front(),
            "* 1 FETCH (FLAGS (\\Seen \\Draft))");
  EXPECT_EQ(client.command("UID STORE 1 -FLAGS.SILENT (\\Draft)"),
            std::vector<std::string>{"tag OK STORE completed."});
  EXPECT_EQ(client.result("STORE 1 +FLAGS ($Forwarded)"), "tag BAD Command Argument Error. 11");
  EXPECT_EQ(client.result("STORE 1 +FLAGS (\\Recent)"), "tag BAD Command Argument Error. 11");
  EXPECT_EQ(messages().front().flags, std::vector<std::string>{"\\Seen"});
  client.command("STORE 1 FLAGS \\Answered");
  EXPECT_EQ(messages().front().flags, std::vector<std::string>{"\\Answered"});
}

TEST_F(MessageTest, ExpungeTellsTheNumbersDownwards) {
  start_2016();
  RawImap client = with_three();
  client.command("STORE 1,3 +FLAGS.SILENT (\\Deleted)");
  EXPECT_EQ(client.command("EXPUNGE"),
            (std::vector<std::string>{"* 3 EXPUNGE", "* 1 EXPUNGE", "tag OK EXPUNGE completed."}));
}

TEST_F(MessageTest, UidExpungeSparesOthersAndNeedsUidplus) {
  start_2016();
  RawImap client = with_three();
  client.command("STORE 1:3 +FLAGS.SILENT (\\Deleted)");
  EXPECT_EQ(client.result("UID EXPUNGE 2"), "tag OK EXPUNGE completed.");
  EXPECT_EQ(messages().size(), 2U);
  start_2007();
  EXPECT_EQ(with_three().result("UID EXPUNGE 2"), "tag BAD Command Error. 10");
}

TEST_F(MessageTest, CopyAndMoveReportTheirUids) {
  start_2016();
  RawImap client = with_three();
  const auto validity = std::to_string(server().mailbox("Drafts")->uid_validity);
  EXPECT_EQ(client.result("UID COPY 1,3 Drafts"),
            "tag OK [COPYUID " + validity + " 1,3 1:2] COPY completed.");
  EXPECT_EQ(client.command("UID MOVE 2 Drafts"),
            (std::vector<std::string>{"* OK [COPYUID " + validity + " 2 3] Moved.", "* 2 EXPUNGE",
                                      "tag OK MOVE completed."}));
  EXPECT_EQ(messages("Drafts").size(), 3U);
  EXPECT_EQ(client.result("COPY 1 Nowhere"), "tag NO Nowhere doesn't exist.");
}

TEST_F(MessageTest, MoveIsUnknownBefore2013) {
  start_2007();
  EXPECT_EQ(with_three().result("UID MOVE 1 Drafts"), "tag BAD Command Error. 10");
}

TEST_F(MessageTest, E3SearchByHeaderFindsAddressesAndFromDoesNot) {
  start_2016();
  RawImap client = with_three();
  EXPECT_EQ(client.command("SEARCH HEADER Message-ID \"<2@example.org>\"").front(), "* SEARCH 2");
  EXPECT_EQ(client.command("SEARCH FROM lovelace").front(), "* SEARCH 1 2 3");
  EXPECT_EQ(client.command("SEARCH FROM example.org").front(), "* SEARCH");
  EXPECT_EQ(client.command("SEARCH HEADER From example.org").front(), "* SEARCH 1 2 3");
}

TEST_F(MessageTest, SearchKeysCombine) {
  start_2016();
  RawImap client = with_three();
  client.command("STORE 2 +FLAGS.SILENT (\\Deleted)");
  EXPECT_EQ(client.command("UID SEARCH DELETED").front(), "* SEARCH 2");
  EXPECT_EQ(client.command("UID SEARCH NOT DELETED SUBJECT number").front(), "* SEARCH 1 3");
  EXPECT_EQ(client.command("UID SEARCH OR (UID 1) (3)").front(), "* SEARCH 1 3");
  EXPECT_EQ(client.command("UID SEARCH UID 2:* UNSEEN").front(), "* SEARCH 2 3");
  EXPECT_EQ(client.command("UID SEARCH BEFORE 1-Jan-1990").front(), "* SEARCH");
  EXPECT_EQ(client.command("UID SEARCH SINCE 1-Jan-1990").front(), "* SEARCH 1 2 3");
  EXPECT_EQ(client.result("UID SEARCH XYZZY"), "tag BAD Command Argument Error. 11");
}

TEST_F(MessageTest, EnvelopeAndStructure) {
  start_2016();
  ASSERT_TRUE(server().deliver("INBOX", kMultipart));
  RawImap client = sign_in_and_select();
  const auto structure = client.command("FETCH 1 BODYSTRUCTURE").front();
  EXPECT_NE(structure.find("BODYSTRUCTURE (({4}\r\ntext {5}\r\nplain "), std::string::npos)
      << structure;
  const auto envelope = client.command("FETCH 1 ENVELOPE").front();
  EXPECT_NE(envelope.find("ENVELOPE (NIL {5}\r\nparts NIL"), std::string::npos) << envelope;
}

TEST_F(MessageTest, CloseExpungesAndUnselectDoesNot) {
  start_2016();
  RawImap client = with_three();
  client.command("STORE 1 +FLAGS.SILENT (\\Deleted)");
  EXPECT_EQ(client.result("UNSELECT"), "tag OK UNSELECT completed.");
  EXPECT_EQ(messages().size(), 3U);
  client.command("SELECT INBOX");
  EXPECT_EQ(client.result("CLOSE"), "tag OK CLOSE completed.");
  EXPECT_EQ(messages().size(), 2U);
}

}  // namespace

}  // namespace mailhaul::emulator
