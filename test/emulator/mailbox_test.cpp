/// Sections 1.2, 1.3 and 5, E1.7, E1.9 to E1.13 and E4: mailboxes and their names.
#include "emulator/fixture.hpp"

namespace mailhaul::emulator {

namespace {

using MailboxTest = EmulatorTest;

std::vector<std::string> names(const std::vector<MailboxSnapshot>& mailboxes) {
  std::vector<std::string> result;
  for (const auto& mailbox : mailboxes) {
    result.push_back(mailbox.name);
  }
  return result;
}

TEST_F(MailboxTest, E1_13DefaultTreeOf2007) {
  start_2007();
  EXPECT_EQ(names(server().mailboxes()),
            (std::vector<std::string>{"Calendar", "Contacts", "Deleted Items", "Drafts", "INBOX",
                                      "Journal", "Junk Email", "Notes", "Outbox", "Sent Items",
                                      "Tasks"}));
}

TEST_F(MailboxTest, E1_13LaterVersionsHaveMoreAndOnlineAnArchive) {
  start_2016();
  EXPECT_TRUE(server().mailbox("Sync Issues/Local Failures"));
  EXPECT_FALSE(server().mailbox("Archive"));
  start(ProfileName::ExchangeOnline);
  EXPECT_TRUE(server().mailbox("Archive"));
}

TEST_F(MailboxTest, E1_13DefaultTreeSpeaksTheUsersLanguage) {
  options_.language = "de";
  start_2016();
  const auto lines = sign_in().command("LIST \"\" \"%\"");
  EXPECT_TRUE(has_line(lines, "* LIST (\\HasNoChildren) \"/\" \"Gel&APY-schte Elemente\""));
  EXPECT_TRUE(has_line(lines, "* LIST (\\HasNoChildren) \"/\" Entw&APw-rfe"));
  EXPECT_FALSE(server().mailbox("Kalender")->holds_mail);
}

TEST_F(MailboxTest, Section1_3ListShowsTheDelimiterAndNothingElseForAnEmptyPattern) {
  start_2016();
  EXPECT_EQ(sign_in().command("LIST \"\" \"\"").front(),
            "* LIST (\\Noselect \\HasChildren) \"/\" \"\"");
}

TEST_F(MailboxTest, E4ListAttributesByVersion) {
  start_2007();
  EXPECT_TRUE(has_line(sign_in().command("LIST \"\" \"*\""), "* LIST () \"/\" INBOX"));
  start_2016();
  EXPECT_TRUE(has_line(sign_in().command("LIST \"\" \"*\""),
                       "* LIST (\\HasChildren) \"/\" \"Sync Issues\""));
  start_online();
  const auto lines = sign_in().command("LIST \"\" \"*\"");
  EXPECT_TRUE(has_line(lines, "* LIST (\\HasNoChildren \\Trash) \"/\" \"Deleted Items\""));
  EXPECT_TRUE(has_line(lines, "* LIST (\\HasNoChildren \\Sent) \"/\" \"Sent Items\""));
  EXPECT_TRUE(has_line(lines, "* LIST (\\HasNoChildren \\Drafts) \"/\" Drafts"));
  EXPECT_TRUE(has_line(lines, "* LIST (\\HasNoChildren \\Junk) \"/\" \"Junk Email\""));
  EXPECT_TRUE(has_line(lines, "* LIST (\\HasNoChildren) \"/\" Archive"));
}

TEST_F(MailboxTest, Section1_3MarkedMailboxesHoldUnreadMail) {
  start_2016();
  ASSERT_TRUE(server().deliver("INBOX", kHello));
  EXPECT_EQ(sign_in().command("LIST \"\" INBOX").front(),
            "* LIST (\\Marked \\HasNoChildren) \"/\" INBOX");
}

TEST_F(MailboxTest, ListWildcardsStopAtTheDelimiterOrNot) {
  start_2016();
  RawImap client = sign_in();
  EXPECT_EQ(client.command("LIST \"\" \"Sync%\"").size(), 2U);
  EXPECT_EQ(client.command("LIST \"\" \"Sync*\"").size(), 5U);
  EXPECT_EQ(client.command("LIST \"Sync Issues/\" \"%\"").size(), 4U);
}

TEST_F(MailboxTest, E1_9NamesAreModifiedUtf7) {
  start_2016();
  RawImap client = sign_in();
  EXPECT_EQ(client.result("CREATE Entw&APw-rfe"), "tag OK CREATE completed.");
  EXPECT_TRUE(server().mailbox("Entw\u00fcrfe"));
  EXPECT_EQ(client.result("CREATE \"Entw\u00fcrfe\""), "tag BAD Command Argument Error. 11");
  EXPECT_EQ(client.result("CREATE \"A&B\""), "tag BAD Command Argument Error. 11");
  EXPECT_EQ(client.result("CREATE \"A&-B\""), "tag OK CREATE completed.");
  EXPECT_TRUE(server().mailbox("A&B"));
}

TEST_F(MailboxTest, E1_9CaseIsFoldedAndTheFirstSpellingKept) {
  start_2016();
  RawImap client = sign_in();
  client.command("CREATE Projekte");
  EXPECT_EQ(client.result("CREATE PROJEKTE"), "tag NO Mailbox already exists.");
  EXPECT_TRUE(has_line(client.command("LIST \"\" \"projekte\""),
                       "* LIST (\\HasNoChildren) \"/\" Projekte"));
  EXPECT_EQ(client.result("CREATE &AMQ-rger"), "tag OK CREATE completed.");
  EXPECT_EQ(client.result("CREATE &AOQ-rger"), "tag NO Mailbox already exists.");
}

/// The delimiter cannot be part of a level, and case makes no second mailbox at any level.
TEST_F(MailboxTest, E1_14SlashesDivideAndCaseCollidesAtEveryLevel) {
  start_2016({"create_parents=true"});
  RawImap client = sign_in();
  EXPECT_EQ(client.result("CREATE \"Work/Plans\""), "tag OK CREATE completed.");
  EXPECT_TRUE(has_line(client.command("LIST \"\" Work"), "* LIST (\\HasChildren) \"/\" Work"));
  EXPECT_EQ(client.result("CREATE work/PLANS"), "tag NO Mailbox already exists.");
  EXPECT_EQ(client.result("CREATE WORK/Other"), "tag OK CREATE completed.");
  EXPECT_TRUE(has_line(client.command("LIST \"\" \"Work/*\""),
                       "* LIST (\\HasNoChildren) \"/\" Work/Other"));
}

TEST_F(MailboxTest, E1_9LevelsHaveALengthLimitInUtf16) {
  start_2016();
  RawImap client = sign_in();
  EXPECT_EQ(client.result("CREATE " + std::string(255, 'a')), "tag OK CREATE completed.");
  EXPECT_EQ(client.result("CREATE " + std::string(256, 'b')), "tag BAD Command Argument Error. 11");
}

TEST_F(MailboxTest, E1_9SlashesAroundAName) {
  start_2016();
  RawImap client = sign_in();
  EXPECT_EQ(client.result("CREATE Tidy/"), "tag OK CREATE completed.");
  EXPECT_TRUE(server().mailbox("Tidy"));
  EXPECT_EQ(client.result("CREATE /Leading"), "tag BAD Command Argument Error. 11");
  EXPECT_EQ(client.result("CREATE Tidy//Below"), "tag BAD Command Argument Error. 11");
}

TEST_F(MailboxTest, E1_9BackslashNamesAreListedAsLiterals) {
  start_2016();
  RawImap client = sign_in();
  EXPECT_EQ(client.result("CREATE \"A\\\\B\""), "tag OK CREATE completed.");
  EXPECT_EQ(client.command("LIST \"\" \"A*\"").back(), "tag OK LIST completed.");
  EXPECT_TRUE(
      has_line(client.command("LIST \"\" \"A*\""), "* LIST (\\HasNoChildren) \"/\" {3}\r\nA\\B"));
}

TEST_F(MailboxTest, E1_9ControlCharactersAreListedUnquoted) {
  start_2016();
  RawImap client = sign_in();
  EXPECT_EQ(client.result("CREATE \"From\tTo\""), "tag OK CREATE completed.");
  EXPECT_TRUE(
      has_line(client.command("LIST \"\" \"From*\""), "* LIST (\\HasNoChildren) \"/\" From\tTo"));
}

TEST_F(MailboxTest, E1_10CreateOfWhatIsThere) {
  start_2016();
  RawImap client = sign_in();
  EXPECT_EQ(client.result("CREATE Inbox"), "tag NO Mailbox already exists.");
  EXPECT_EQ(client.result("CREATE \"sent items\""), "tag NO Mailbox already exists.");
}

TEST_F(MailboxTest, E1_10ReservedNamesOfOnline) {
  start_online();
  EXPECT_EQ(sign_in().result("CREATE files"), "tag NO Folder name is reserved.");
  start_2016();
  EXPECT_EQ(sign_in().result("CREATE Files"), "tag OK CREATE completed.");
}

TEST_F(MailboxTest, E1_10ParentsAreNotMade) {
  start_2016();
  RawImap client = sign_in();
  EXPECT_EQ(client.result("CREATE A/B"), "tag NO CREATE failed.");
  EXPECT_EQ(client.result("CREATE A"), "tag OK CREATE completed.");
  EXPECT_EQ(client.result("CREATE A/B"), "tag OK CREATE completed.");
}

TEST_F(MailboxTest, E1_10ParentsAreMadeIfSwitchedOn) {
  start_2016({"create_parents=true"});
  EXPECT_EQ(sign_in().result("CREATE A/B/C"), "tag OK CREATE completed.");
  EXPECT_TRUE(server().mailbox("A/B"));
}

TEST_F(MailboxTest, E1_10TrailingBlankKillsSelectOn2007) {
  start_2007();
  RawImap client = sign_in();
  EXPECT_EQ(client.result("CREATE \"Foo \""), "tag OK CREATE completed.");
  EXPECT_TRUE(server().mailbox("Foo "));
  EXPECT_EQ(client.result("SELECT \"Foo \""), "");
  EXPECT_TRUE(client.closed());
  RawImap other = sign_in();
  EXPECT_EQ(other.result("STATUS \"Foo \" (MESSAGES)"), "");
  EXPECT_TRUE(other.closed());
}

TEST_F(MailboxTest, E1_10BlanksAreTrimmedFrom2013On) {
  start_2016();
  RawImap client = sign_in();
  EXPECT_EQ(client.result("CREATE \" Foo \""), "tag OK CREATE completed.");
  EXPECT_TRUE(has_line(client.command("LIST \"\" \"Foo*\""), "* LIST (\\HasNoChildren) \"/\" Foo"));
  EXPECT_EQ(client.result("SELECT \"Foo \""), "tag OK [READ-WRITE] SELECT completed.");
}

TEST_F(MailboxTest, E1_11MissingMailboxes) {
  start_2016();
  RawImap client = sign_in();
  EXPECT_EQ(client.result("SELECT Nowhere"), "tag NO Nowhere doesn't exist.");
  EXPECT_EQ(client.result("STATUS Nowhere (UIDNEXT)"), "tag NO Nowhere doesn't exist.");
  EXPECT_EQ(client.append("Nowhere", kHello), "tag NO Nowhere doesn't exist.");
  client.send("a APPEND Nowhere {100}\r\n");
  EXPECT_EQ(client.line(), "a NO Nowhere doesn't exist.");
}

TEST_F(MailboxTest, E1_11TryCreateOnlyIfSwitchedOn) {
  start_2016({"append_trycreate=true"});
  EXPECT_EQ(sign_in().append("Nowhere", kHello), "tag NO [TRYCREATE] Nowhere doesn't exist.");
}

TEST_F(MailboxTest, E1_12Subscriptions) {
  start_online();
  RawImap client = sign_in();
  EXPECT_EQ(client.command("LSUB \"\" \"*\"").size(), 1U);
  EXPECT_EQ(client.result("SUBSCRIBE \"Sent Items\""), "tag OK SUBSCRIBE completed.");
  EXPECT_EQ(client.command("LSUB \"\" \"*\"").front(),
            "* LSUB (\\HasNoChildren \\Sent) \"/\" \"Sent Items\"");
  EXPECT_EQ(client.result("UNSUBSCRIBE \"Sent Items\""), "tag OK UNSUBSCRIBE completed.");
  EXPECT_EQ(client.command("LSUB \"\" \"*\"").size(), 1U);
}

TEST_F(MailboxTest, E4MailboxAndDepthLimitsOfOnline) {
  start_online({"max_mailboxes=20", "max_depth=2"});
  RawImap client = sign_in();
  EXPECT_EQ(client.result("CREATE A"), "tag OK CREATE completed.");
  EXPECT_EQ(client.result("CREATE A/B"), "tag OK CREATE completed.");
  EXPECT_EQ(client.result("CREATE A/B/C"), "tag NO Server Unavailable. 15");
  EXPECT_EQ(client.result("CREATE D"), "tag NO Server Unavailable. 15");
}

TEST_F(MailboxTest, Section1_2SelectBlockInItsOrder) {
  start_2016();
  ASSERT_TRUE(server().deliver("INBOX", kHello));
  const auto validity = std::to_string(server().mailbox("INBOX")->uid_validity);
  EXPECT_EQ(sign_in().command("SELECT INBOX"),
            (std::vector<std::string>{
                "* 1 EXISTS", "* 1 RECENT",
                "* FLAGS (\\Seen \\Answered \\Flagged \\Deleted \\Draft $MDNSent)",
                "* OK [PERMANENTFLAGS (\\Seen \\Answered \\Flagged \\Deleted \\Draft $MDNSent)] "
                "Permanent flags",
                "* OK [UNSEEN 1] Is the first unseen message",
                "* OK [UIDVALIDITY " + validity + "] UIDVALIDITY value",
                "* OK [UIDNEXT 2] The next unique identifier value",
                "tag OK [READ-WRITE] SELECT completed."}));
}

TEST_F(MailboxTest, E1_7RecentIsToldToTheFirstSessionOnly) {
  start_2016();
  ASSERT_TRUE(server().deliver("INBOX", kHello));
  RawImap first = sign_in();
  EXPECT_TRUE(has_line(first.command("SELECT INBOX"), "* 1 RECENT"));
  EXPECT_EQ(first.command("FETCH 1 FLAGS").front(), "* 1 FETCH (FLAGS (\\Recent))");
  EXPECT_TRUE(has_line(sign_in().command("SELECT INBOX"), "* 0 RECENT"));
}

TEST_F(MailboxTest, E3ExamineMarksReadOnlyOnOld2007) {
  start_2007({"pre_sp2ru2=true"});
  ASSERT_TRUE(server().deliver("INBOX", kHello));
  EXPECT_EQ(sign_in().result("EXAMINE INBOX"), "tag OK [READ-ONLY] EXAMINE completed.");
  EXPECT_EQ(messages().front().flags, std::vector<std::string>{"\\Seen"});
  EXPECT_EQ(server().violations(),
            std::vector<std::string>{"(m) EXAMINE was used on Exchange 2007"});
  start_2007();
  ASSERT_TRUE(server().deliver("INBOX", kHello));
  sign_in().command("EXAMINE INBOX");
  EXPECT_TRUE(messages().front().flags.empty());
}

TEST_F(MailboxTest, E3StatusOfTheSelectedMailboxIsStaleOn2007) {
  start_2007();
  RawImap client = sign_in_and_select();
  client.append("INBOX", kHello);
  EXPECT_EQ(client.command("STATUS INBOX (UIDNEXT)").front(), "* STATUS INBOX (UIDNEXT 1)");
  client.command("SELECT INBOX");
  EXPECT_EQ(client.command("STATUS INBOX (MESSAGES UIDNEXT UNSEEN)").front(),
            "* STATUS INBOX (MESSAGES 1 UIDNEXT 2 UNSEEN 1)");
}

TEST_F(MailboxTest, DeleteAndRename) {
  start_2016();
  RawImap client = sign_in();
  client.command("CREATE A");
  client.command("CREATE A/B");
  EXPECT_EQ(client.result("DELETE A"), "tag NO DELETE failed.");
  EXPECT_EQ(client.result("RENAME A C"), "tag OK RENAME completed.");
  EXPECT_TRUE(server().mailbox("C/B"));
  EXPECT_EQ(client.result("RENAME C C/D"), "tag NO RENAME failed.");
  EXPECT_EQ(client.result("DELETE C/B"), "tag OK DELETE completed.");
  EXPECT_EQ(client.result("DELETE C"), "tag OK DELETE completed.");
  EXPECT_EQ(client.result("DELETE INBOX"), "tag NO DELETE failed.");
}

}  // namespace

}  // namespace mailhaul::emulator
