/// E2: APPEND apart from the content checks, and E1.7, E1.8, E1.13.
#include "emulator/fixture.hpp"

#include <mailhaul/text/date_time.hpp>

namespace mailhaul::emulator {

namespace {

using AppendTest = EmulatorTest;

TEST_F(AppendTest, E2_10AppendUidWhereUidplusIs) {
  start_2016();
  const auto validity = std::to_string(server().mailbox("INBOX")->uid_validity);
  RawImap client = sign_in();
  EXPECT_EQ(client.append("INBOX", kHello),
            "tag OK [APPENDUID " + validity + " 1] APPEND completed.");
  EXPECT_EQ(*server().raw_message("INBOX", 1), kHello);
  start_2007();
  EXPECT_EQ(sign_in().append("INBOX", kHello), "tag OK APPEND completed.");
}

TEST_F(AppendTest, E2_10ExistsBeforeTheTaggedAnswerIfSelected) {
  start_2016();
  RawImap client = sign_in_and_select();
  client.send("a APPEND INBOX {4+}\r\nA:b\n\r\n");
  EXPECT_EQ(client.line(), "* 1 EXISTS");
  EXPECT_EQ(client.line(), "* 1 RECENT");
  EXPECT_TRUE(client.line().starts_with("a OK [APPENDUID"));
}

TEST_F(AppendTest, E2_3SynchronisingLiteralIsAskedFor) {
  start_2016();
  RawImap client = sign_in();
  client.send("a APPEND INBOX (\\Seen) \"17-Jul-1996 02:44:25 +0200\" {" +
              std::to_string(kHello.size()) + "}\r\n");
  EXPECT_EQ(client.line(), "+ Ready for additional command text.");
  client.send(std::string(kHello) + "\r\n");
  EXPECT_TRUE(client.line().starts_with("a OK"));
  const auto message = messages().front();
  EXPECT_EQ(message.flags, std::vector<std::string>{"\\Seen"});
  EXPECT_EQ(message.internal_date, *text::parse_internal_date("17-Jul-1996 00:44:25 +0000"));
}

TEST_F(AppendTest, E2_1SecondMessageInOneCommandIsTooMuch) {
  start_2016();
  RawImap client = sign_in();
  client.send("a APPEND INBOX {4+}\r\nA:b\n {4+}\r\nC:d\n\r\n");
  EXPECT_EQ(client.line(), "a BAD Command Argument Error. 12");
  EXPECT_TRUE(messages().empty());
  EXPECT_EQ(client.result("NOOP"), "tag OK NOOP completed.");
}

TEST_F(AppendTest, E2_1Literal8AndBadDatesAreRefused) {
  start_2016();
  RawImap client = sign_in();
  client.send("a APPEND INBOX ~{4+}\r\nA:b\n\r\n");
  EXPECT_EQ(client.line(), "a BAD Command Argument Error. 11");
  EXPECT_EQ(client.append("INBOX \"31-Feb-2020 00:00:00 +0000\"", kHello),
            "tag BAD Command Argument Error. 11");
  EXPECT_EQ(client.result("APPEND INBOX"), "tag BAD Command Argument Error. 11");
}

TEST_F(AppendTest, E2_2SizeIsRefusedBeforeTheMessage) {
  start_2016({"append_limit=100"});
  RawImap client = sign_in();
  client.send("a APPEND INBOX {101}\r\n");
  EXPECT_EQ(client.line(), "a NO Maximum size of appendable message has been exceeded");
  EXPECT_EQ(client.result("NOOP"), "tag OK NOOP completed.");
}

TEST_F(AppendTest, E2_2NonSynchronisingLiteralIsReadFirst) {
  start_2016({"append_limit=100"});
  RawImap client = sign_in();
  EXPECT_EQ(client.append("INBOX", std::string(5000, 'x')),
            "tag NO Maximum size of appendable message has been exceeded");
  EXPECT_EQ(client.result("NOOP"), "tag OK NOOP completed.");
  EXPECT_EQ(server().violations(),
            std::vector<std::string>{"(g) 1 large messages sent as non-synchronising literals"});
}

TEST_F(AppendTest, E2_2SizeRefusalDropsOn2007) {
  start_2007({"append_limit=100"});
  RawImap client = sign_in();
  client.send("a APPEND INBOX {101}\r\n");
  EXPECT_EQ(client.line(), "* BYE Connection closed. 14");
  EXPECT_EQ(client.line(), "a BAD Command Argument Error. 11");
  EXPECT_TRUE(client.closed());
}

TEST_F(AppendTest, E2_4LongestLineThatFits) {
  start_2016();
  EXPECT_TRUE(sign_in()
                  .append("INBOX", "A: b\r\n\r\n" + std::string(10239, 'x') + "\r\n")
                  .starts_with("tag OK"));
  EXPECT_EQ(server().conduct().longest_line, 10239U);
  EXPECT_TRUE(server().violations().empty());
}

TEST_F(AppendTest, E2_4OverlongLineMakesTheRestCommands) {
  start_2016();
  RawImap client = sign_in();
  const std::string message =
      "A: b\r\n\r\n" + std::string(10240, 'x') + " tail\r\n<body class=\"x\">\r\nlast line\r\n";
  client.send("a APPEND INBOX {" + std::to_string(message.size()) + "+}\r\n" + message + "\r\n");
  EXPECT_EQ(client.line(), "* BAD Command Error. 10");
  EXPECT_EQ(client.line(), "<body BAD Command Error. 10");
  EXPECT_EQ(client.line(), "last BAD Command Error. 10");
  EXPECT_TRUE(messages().empty());
  EXPECT_EQ(count_events(EventKind::Desync), 1U);
}

TEST_F(AppendTest, E2_4TheRestOfALongMessageUsesUpTheErrorBudget) {
  start_2016();
  RawImap client = sign_in();
  std::string message = "A: b\r\n\r\n" + std::string(20000, 'x') + "\r\n";
  for (int line = 0; line < 50; ++line) {
    message += "some words\r\n";
  }
  client.send("a APPEND INBOX {" + std::to_string(message.size()) + "+}\r\n" + message + "\r\n");
  const auto lines = client.until("* BYE");
  EXPECT_EQ(lines.back(), "* BYE Connection closed. 14");
  EXPECT_EQ(lines.size(), 11U);
}

TEST_F(AppendTest, E5eCommandsAfterTheLossOfStateAreNoticed) {
  start_2016();
  RawImap client = sign_in();
  const std::string message = "A: b\r\n\r\n" + std::string(10241, 'x') + " y\r\n";
  client.send("a APPEND INBOX {" + std::to_string(message.size()) + "+}\r\n" + message + "\r\n");
  EXPECT_EQ(client.line(), "x BAD Command Error. 10");
  EXPECT_EQ(client.line(), "* BAD Command Error. 10");
  EXPECT_EQ(client.result("NOOP"), "tag OK NOOP completed.");
  ASSERT_FALSE(server().violations().empty());
  EXPECT_EQ(server().violations().front(), "(e) 1 commands after the state was lost");
}

TEST_F(AppendTest, E2_5WithoutTheFinalLineEndNothingIsAnswered) {
  start_2016();
  RawImap client = sign_in();
  client.send("a APPEND INBOX {4+}\r\nA:b\n");
  EXPECT_TRUE(client.silent_for(std::chrono::milliseconds(100)));
  EXPECT_TRUE(messages().empty());
  client.send("\r\n");
  EXPECT_TRUE(client.line().starts_with("a OK"));
}

TEST_F(AppendTest, E2_5OtherTextBehindTheLiteral) {
  start_2016();
  RawImap client = sign_in();
  client.send("a APPEND INBOX {4+}\r\nA:b\nx\r\n");
  EXPECT_EQ(client.line(), "a BAD Command Argument Error. 12");
}

TEST_F(AppendTest, E2_7QuotaIsCalledUnavailable) {
  start_2016({"mailbox_quota=200"});
  RawImap client = sign_in();
  EXPECT_TRUE(client.append("INBOX", kHello).starts_with("tag OK"));
  EXPECT_EQ(client.append("INBOX", kHello), "tag NO Server Unavailable. 15");
}

TEST_F(AppendTest, E2_8NamedPropertiesOf2007AreUsedUp) {
  start_2007({"named_props_quota=10"});
  RawImap client = sign_in();
  std::string header;
  for (int name = 0; name < 9; ++name) {
    header += "X-Custom-" + std::to_string(name) + ": v\r\n";
  }
  EXPECT_EQ(client.append("INBOX", header + "\r\n"), "tag OK APPEND completed.");
  EXPECT_EQ(client.append("INBOX", "X-A: 1\r\nX-B: 2\r\n\r\n"), "tag NO Server Unavailable. 15");
  EXPECT_EQ(client.append("INBOX", "x-custom-3: again\r\n\r\n"), "tag OK APPEND completed.");
  std::vector<std::string> ids;
  for (const auto& event : server().events()) {
    if (event.kind == EventKind::NamedProperties) {
      ids.emplace_back(event.field("id"));
    }
  }
  EXPECT_EQ(ids, (std::vector<std::string>{"9666", "9667"}));
  EXPECT_EQ(server().violations(),
            std::vector<std::string>{"(k) 1 messages did not fit the table of named properties"});
}

TEST_F(AppendTest, E2_8OtherVersionsDoNotPromote) {
  start_2016({"named_props_quota=1"});
  EXPECT_TRUE(sign_in().append("INBOX", "X-A: 1\r\nX-B: 2\r\n\r\n").starts_with("tag OK"));
}

TEST_F(AppendTest, E2_9WithoutADateItIsNow) {
  const auto clock = simulate_clock();
  start_2016();
  sign_in().append("INBOX", kHello);
  EXPECT_EQ(messages().front().internal_date,
            clock->now().time_since_epoch() / std::chrono::seconds(1));
}

TEST_F(AppendTest, E2_9DateOf2007IsThatOfTheTopmostReceivedField) {
  start_2007();
  RawImap client = sign_in();
  const std::string header =
      "Received: from a by b; Wed, 17 Jul 1996 02:44:25 +0000\r\n"
      "Received: from c by d; Mon, 15 Jul 1996 02:44:25 +0000\r\n\r\n";
  client.append("INBOX \"01-Jan-2020 00:00:00 +0000\"", header);
  EXPECT_EQ(messages().front().internal_date,
            *text::parse_internal_date("17-Jul-1996 02:44:25 +0000"));
}

TEST_F(AppendTest, E2_9Old2010IgnoresTheDate) {
  const auto clock = simulate_clock();
  start(ProfileName::Exchange2010, {"pre_sp2ru5=true"});
  sign_in().append("INBOX \"01-Jan-1990 00:00:00 +0000\"", kHello);
  EXPECT_EQ(messages().front().internal_date,
            clock->now().time_since_epoch() / std::chrono::seconds(1));
  start(ProfileName::Exchange2010);
  sign_in().append("INBOX \"01-Jan-1990 00:00:00 +0000\"", kHello);
  EXPECT_EQ(messages().front().internal_date,
            *text::parse_internal_date("01-Jan-1990 00:00:00 +0000"));
}

TEST_F(AppendTest, E1_7OtherFlagsAndKeywordsAreRefused) {
  start_2016();
  RawImap client = sign_in();
  EXPECT_EQ(client.append("INBOX ($Forwarded)", kHello), "tag BAD Command Argument Error. 11");
  EXPECT_EQ(client.append("INBOX (\\Recent)", kHello), "tag BAD Command Argument Error. 11");
  EXPECT_EQ(client.append("INBOX (\\Custom)", kHello), "tag BAD Command Argument Error. 11");
  EXPECT_TRUE(client.append("INBOX (\\Seen $MDNSent)", kHello).starts_with("tag OK"));
  EXPECT_EQ(messages().front().flags, (std::vector<std::string>{"$MDNSent", "\\Seen"}));
  EXPECT_EQ(server().violations(), std::vector<std::string>{"(b) 2 keywords sent"});
}

TEST_F(AppendTest, E1_8MdnSentBecomesACategoryOnline) {
  start_online();
  sign_in().append("INBOX ($MDNSent)", kHello);
  EXPECT_EQ(messages().front().categories, std::vector<std::string>{"$MDNSent"});
  start_2016();
  sign_in().append("INBOX ($MDNSent)", kHello);
  EXPECT_TRUE(messages().front().categories.empty());
}

TEST_F(AppendTest, E1_8FlaggedByAppendDoesNotShowInOutlook) {
  start_2016();
  RawImap client = sign_in_and_select();
  client.append("INBOX (\\Flagged)", kHello);
  EXPECT_FALSE(messages().front().visible_as_flagged_in_outlook());
  EXPECT_EQ(server().violations(), std::vector<std::string>{"(c) 1 APPENDs carried \\Flagged"});
  client.command("UID STORE 1 +FLAGS.SILENT (\\Flagged)");
  EXPECT_TRUE(messages().front().visible_as_flagged_in_outlook());
}

TEST_F(AppendTest, E1_13MailInTheCalendarIsAcceptedAndReported) {
  start_2016();
  EXPECT_TRUE(sign_in().append("Calendar", kHello).starts_with("tag OK"));
  EXPECT_TRUE(messages("Calendar").front().misfiled);
  EXPECT_EQ(server().violations(),
            std::vector<std::string>{"(a) 1 messages sent to a mailbox that holds no mail"});
}

TEST_F(AppendTest, E4ItemsPerMailboxAreLimitedOnline) {
  start_online({"items_per_folder=1"});
  RawImap client = sign_in();
  EXPECT_TRUE(client.append("INBOX", kHello).starts_with("tag OK"));
  EXPECT_EQ(client.append("INBOX", kHello), "tag NO Server Unavailable. 15");
}

TEST_F(AppendTest, LargeMessagesComeBackWhole) {
  start_2016({"exact_size=true"});
  std::string message = "Subject: large\r\n\r\n";
  while (message.size() < 5 * 1024 * 1024) {
    message += "line " + std::to_string(message.size()) + "\r\n";
  }
  RawImap client = sign_in();
  client.append("INBOX", message);
  client.command("SELECT INBOX");
  const auto lines = client.command("UID FETCH 1 BODY.PEEK[]");
  EXPECT_EQ(lines.front(),
            "* 1 FETCH (UID 1 BODY[] {" + std::to_string(message.size()) + "}\r\n" + message + ")");
}

}  // namespace

}  // namespace mailhaul::emulator
