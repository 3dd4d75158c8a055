/// E1.1 to E1.6 and E4: greeting, capabilities, wrong commands, the error budget, timeouts.
#include "emulator/fixture.hpp"

namespace mailhaul::emulator {

namespace {

using SessionTest = EmulatorTest;

TEST_F(SessionTest, E4GreetingOf2007HasNoFinalDot) {
  start_2007();
  RawImap client(server().port());
  EXPECT_EQ(client.line(), "* OK Microsoft Exchange Server 2007 IMAP4 service is ready");
}

TEST_F(SessionTest, E4GreetingFrom2010OnNamesNoVersion) {
  for (const auto name :
       {ProfileName::Exchange2010, ProfileName::Exchange2013, ProfileName::Exchange2016}) {
    start(name);
    RawImap client(server().port());
    EXPECT_EQ(client.line(), "* OK The Microsoft Exchange IMAP4 service is ready.");
  }
}

TEST_F(SessionTest, E4GreetingOfOnlineCarriesTheHostInUtf16Base64) {
  start(ProfileName::ExchangeOnline);
  RawImap client(server().port());
  const std::string line = client.line();
  EXPECT_TRUE(line.starts_with("* OK The Microsoft Exchange IMAP4 service is ready. [QQBCADEA"))
      << line;
  EXPECT_TRUE(line.ends_with("]")) << line;
}

TEST_F(SessionTest, E4NewFrontEndGreetsDifferently) {
  start(ProfileName::ExchangeOnline, {"new_front_end=true"});
  RawImap client(server().port());
  const std::string line = client.line();
  EXPECT_TRUE(line.starts_with("* OK Microsoft Exchange IMAP4 service ready. ")) << line;
  EXPECT_NE(line.find("(tcpproxy/15.21.0406.000 BACKENDAUTHENTICATE) [QQBC"), std::string::npos);
}

TEST_F(SessionTest, E1_1EveryLineEndsWithCrLfAndNothingElse) {
  start_2016();
  RawImap client(server().port());
  const std::string expected =
      "* OK The Microsoft Exchange IMAP4 service is ready.\r\n"
      "a OK NOOP completed.\r\n"
      "b BAD Command Error. 10\r\n"
      "* BYE Microsoft Exchange Server IMAP4 server signing off.\r\n"
      "c OK LOGOUT completed.\r\n";
  client.send("a NOOP\r\n");
  std::string heard = client.octets(expected.find("b BAD"));
  client.send("b NONSENSE\r\n");
  heard += client.octets(expected.find("* BYE") - expected.find("b BAD"));
  client.send("c LOGOUT\r\n");
  heard += client.octets(expected.size() - heard.size());
  EXPECT_EQ(heard, expected);
  EXPECT_TRUE(client.closed());
}

TEST_F(SessionTest, E1_2CapabilitiesComeOnlyWhenAsked) {
  start_2016();
  RawImap client = connect();
  EXPECT_EQ(client.command("LOGIN demo demo").size(), 1U);
}

TEST_F(SessionTest, E4CapabilitiesChangeWithSignIn) {
  start_2016();
  RawImap client = connect();
  EXPECT_EQ(client.command("CAPABILITY"),
            (std::vector<std::string>{
                "* CAPABILITY IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=NTLM AUTH=GSSAPI SASL-IR UIDPLUS "
                "MOVE ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+",
                "tag OK CAPABILITY completed."}));
  client.command("LOGIN demo demo");
  EXPECT_EQ(client.command("CAPABILITY").front(),
            "* CAPABILITY IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=NTLM AUTH=GSSAPI SASL-IR UIDPLUS MOVE "
            "ID UNSELECT XPROXY3 CLIENTNETWORKPRESENCELOCATION CHILDREN IDLE NAMESPACE LITERAL+");
}

TEST_F(SessionTest, E4CapabilitiesOf2007And2010LackUidplus) {
  start_2007();
  EXPECT_EQ(sign_in().command("CAPABILITY").front(),
            "* CAPABILITY IMAP4 IMAP4rev1 AUTH=NTLM AUTH=GSSAPI AUTH=PLAIN IDLE NAMESPACE "
            "LITERAL+");
  start(ProfileName::Exchange2010);
  EXPECT_EQ(sign_in().command("CAPABILITY").front(),
            "* CAPABILITY IMAP4 IMAP4rev1 AUTH=NTLM AUTH=GSSAPI AUTH=PLAIN CHILDREN IDLE "
            "NAMESPACE LITERAL+");
}

TEST_F(SessionTest, E4CapabilitiesOf2013LackSaslIrAndUnselect) {
  start(ProfileName::Exchange2013);
  RawImap client = sign_in();
  const std::string line = client.command("CAPABILITY").front();
  EXPECT_EQ(line.find("SASL-IR"), std::string::npos) << line;
  EXPECT_EQ(line.find("UNSELECT"), std::string::npos) << line;
  EXPECT_NE(line.find("UIDPLUS MOVE ID"), std::string::npos) << line;
  client.command("SELECT INBOX");
  EXPECT_EQ(client.result("UNSELECT"), "tag BAD Command Error. 10");
}

TEST_F(SessionTest, E4IdTellsTheVersionAnd2007DoesNotKnowIt) {
  start(ProfileName::ExchangeOnline);
  EXPECT_EQ(connect().command("ID NIL").front(),
            "* ID (\"name\" \"Microsoft.Exchange.Imap4.Imap4Server\" \"version\" \"15.20\")");
  start_2007();
  EXPECT_EQ(connect().result("ID (\"name\" \"test\")"), "tag BAD Command Error. 10");
}

TEST_F(SessionTest, E4LogoutSaysByeInTheWordsOfTheVersion) {
  start_2007();
  EXPECT_EQ(
      connect().command("LOGOUT"),
      (std::vector<std::string>{"* BYE Microsoft Exchange Server 2007 IMAP4 server signing off",
                                "tag OK LOGOUT completed."}));
  start_2016();
  RawImap client = connect();
  EXPECT_EQ(client.command("LOGOUT").front(),
            "* BYE Microsoft Exchange Server IMAP4 server signing off.");
  EXPECT_TRUE(client.closed());
}

TEST_F(SessionTest, E1_3OverlongCommandLineIsACommandErrorWithItsTag) {
  start_2016({"max_command_size=1024"});
  RawImap client = connect();
  EXPECT_EQ(client.result("NOOP " + std::string(1100, 'x')), "tag BAD Command Error. 10");
  EXPECT_EQ(client.result("NOOP"), "tag OK NOOP completed.");
}

TEST_F(SessionTest, E1_3OverlongLineWithoutBlankHasNoTag) {
  start_2016({"max_command_size=1024"});
  RawImap client = connect();
  client.send(std::string(3000, 'x') + "\r\n");
  EXPECT_EQ(client.line(), "* BAD Command Error. 10");
}

TEST_F(SessionTest, E1_4UnknownCommand) {
  start_2016();
  EXPECT_EQ(connect().result("XYZZY"), "tag BAD Command Error. 10");
}

TEST_F(SessionTest, E1_4CommandInTheWrongState) {
  start_2016();
  RawImap client = connect();
  EXPECT_EQ(client.result("SELECT INBOX"), "tag BAD Command received in Invalid state.");
  client.command("LOGIN demo demo");
  EXPECT_EQ(client.result("LOGIN demo demo"), "tag BAD Command received in Invalid state.");
  EXPECT_EQ(client.result("FETCH 1 (UID)"), "tag BAD Command received in Invalid state.");
}

TEST_F(SessionTest, E1_4BadArgumentsAndTooManyArguments) {
  start_2016();
  RawImap client = sign_in_and_select();
  EXPECT_EQ(client.result("UID FETCH 1 ()"), "tag BAD Command Argument Error. 11");
  EXPECT_EQ(client.result("SELECT INBOX (CONDSTORE)"), "tag BAD Command Argument Error. 12");
  EXPECT_EQ(client.result("LIST \"\" \"*\" RETURN (STATUS (UNSEEN))"),
            "tag BAD Command Argument Error. 12");
  EXPECT_EQ(count_events(EventKind::ExtendedList), 1U);
}

TEST_F(SessionTest, E1_5TenTaggedFailuresEndTheConnection) {
  start_2016();
  RawImap client = sign_in();
  for (int failure = 1; failure < 10; ++failure) {
    EXPECT_EQ(client.result("SELECT Missing"), "tag NO Missing doesn't exist.");
    EXPECT_EQ(client.result("NOOP"), "tag OK NOOP completed.");
  }
  EXPECT_EQ(client.result("XYZZY"), "tag BAD Command Error. 10");
  EXPECT_EQ(client.line(), "* BYE Connection closed. 14");
  EXPECT_TRUE(client.closed());
  EXPECT_EQ(server().conduct().most_failures_on_a_connection, 10U);
  EXPECT_EQ(server().violations().front(), "(d) 10 tagged failures on one connection");
}

TEST_F(SessionTest, E1_5SuccessResetsTheCounterOnlyIfSwitchedOn) {
  start_2016({"error_reset_on_ok=true", "error_limit=2"});
  RawImap client = sign_in();
  for (int failure = 0; failure < 4; ++failure) {
    EXPECT_EQ(client.result("SELECT Missing"), "tag NO Missing doesn't exist.");
    EXPECT_EQ(client.result("NOOP"), "tag OK NOOP completed.");
  }
}

TEST_F(SessionTest, E1_5LoginFailuresCountToo) {
  start_2016({"error_limit=2"});
  RawImap client = connect();
  EXPECT_EQ(client.result("LOGIN demo wrong"), "tag NO LOGIN failed.");
  EXPECT_EQ(client.result("LOGIN demo wrong"), "tag NO LOGIN failed.");
  EXPECT_EQ(client.line(), "* BYE Connection closed. 14");
}

TEST_F(SessionTest, E1_6SilenceEndsTheConnection) {
  start_2016({"timeout_before_login=1", "time_scale=0.05"});
  RawImap client = connect();
  EXPECT_EQ(client.line(), "* BYE Connection is closed. 13");
  EXPECT_TRUE(client.closed());
}

TEST_F(SessionTest, E1_15PipeliningIsNoticed) {
  start_2016();
  RawImap client = connect();
  client.send("a1 NOOP\r\na2 NOOP\r\n");
  EXPECT_EQ(client.line(), "a1 OK NOOP completed.");
  EXPECT_EQ(client.line(), "a2 OK NOOP completed.");
  EXPECT_EQ(count_events(EventKind::Pipelined), 1U);
}

TEST_F(SessionTest, E1_15PipeliningCanBeDeadly) {
  start_2016({"no_pipeline=drop"});
  RawImap client = connect();
  client.send("a1 NOOP\r\na2 NOOP\r\n");
  EXPECT_EQ(client.line(), "");
  EXPECT_TRUE(client.closed());
}

TEST_F(SessionTest, NamespaceIsOnePersonalOneWithoutPrefix) {
  start_2016();
  EXPECT_EQ(sign_in().command("NAMESPACE"),
            (std::vector<std::string>{"* NAMESPACE ((\"\" \"/\")) NIL NIL",
                                      "tag OK NAMESPACE completed."}));
}

TEST_F(SessionTest, E4EnableIsATrap) {
  start_online({"enable_rev2=true"});
  RawImap client = sign_in_and_select();
  EXPECT_NE(client.command("CAPABILITY").front().find(" ENABLE IMAP4rev2 "), std::string::npos);
  EXPECT_EQ(client.result("SEARCH ALL"), "tag OK SEARCH completed.");
  EXPECT_EQ(client.result("ENABLE IMAP4rev2"), "tag OK ENABLE completed.");
  EXPECT_EQ(client.result("SEARCH ALL"), "tag BAD Command Argument Error. 11");
  EXPECT_EQ(server().violations(), std::vector<std::string>{"(m) ENABLE was used"});
}

TEST_F(SessionTest, E4EnableIsUnknownElsewhere) {
  start_2016();
  EXPECT_EQ(sign_in().result("ENABLE IMAP4rev2"), "tag BAD Command Error. 10");
}

TEST_F(SessionTest, IdleTellsOfNewMail) {
  start_2016();
  RawImap client = sign_in_and_select();
  client.send("i IDLE\r\n");
  EXPECT_EQ(client.line(), "+ IDLE accepted, awaiting DONE command.");
  ASSERT_TRUE(server().deliver("INBOX", kHello));
  EXPECT_EQ(client.line(), "* 1 EXISTS");
  EXPECT_EQ(client.line(), "* 1 RECENT");
  client.send("DONE\r\n");
  EXPECT_EQ(client.line(), "i OK IDLE completed.");
}

TEST_F(SessionTest, E1_6SilenceEndsIdleToo) {
  start_2016({"timeout_after_login=1"});
  RawImap client = sign_in();
  client.send("i IDLE\r\n");
  client.line();
  EXPECT_EQ(client.line(), "* BYE Connection is closed. 13");
  EXPECT_TRUE(client.closed());
}

TEST_F(SessionTest, E5lMissingCapabilityAfterLoginIsNoticed) {
  start_2016();
  RawImap client = connect();
  client.command("LOGIN demo demo");
  client.command("LIST \"\" \"*\"");
  EXPECT_EQ(server().violations(),
            std::vector<std::string>{"(l) 1 logins without a CAPABILITY after them"});
}

}  // namespace

}  // namespace mailhaul::emulator
