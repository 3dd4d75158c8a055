#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/migrate/plan.hpp>

namespace mailhaul::migrate {
namespace {

using target::Profile;
using testing::ElementsAre;
using testing::HasSubstr;

using Levels = std::vector<std::string>;

maildir::Folder folder(const Bytes& directory, const Levels& levels) {
  maildir::Folder folder;
  folder.directory = directory;
  folder.levels = levels;
  folder.is_inbox = directory.empty();
  return folder;
}

/// An Exchange mailbox in German, as LIST shows it.
ServerMailboxes german_exchange() {
  ServerMailboxes server;
  for (const char* name :
       {"INBOX", "Entwürfe", "Gesendete Elemente", "Gelöschte Elemente", "Junk-E-Mail", "Kalender",
        "Kontakte", "Aufgaben", "Notizen", "Journal", "Postausgang"}) {
    server.mailboxes.push_back({.name = name, .attributes = {}});
  }
  return server;
}

ServerMailboxes courier() {
  ServerMailboxes server;
  server.delimiter = '.';
  server.prefix = "INBOX.";
  server.mailboxes = {{.name = "INBOX", .attributes = {}},
                      {.name = "INBOX.Trash", .attributes = {}}};
  return server;
}

class PlanTest : public testing::Test {
 protected:
  void add(const Bytes& directory, const Levels& levels) {
    inventory_.folders.push_back(folder(directory, levels));
  }

  void make(Profile profile, const ServerMailboxes& server) {
    Result<Plan> plan = make_plan(inventory_, profile, server, mapping_, selection_, begun_);
    ASSERT_TRUE(plan.has_value()) << plan.error().message();
    plan_ = std::move(*plan);
  }

  const PlannedFolder& planned(const Bytes& directory) {
    const auto found = std::find_if(
        plan_.folders.begin(), plan_.folders.end(),
        [&](const PlannedFolder& candidate) { return candidate.directory == directory; });
    EXPECT_NE(found, plan_.folders.end()) << directory;
    return *found;
  }

  maildir::Inventory inventory_;
  MappingOptions mapping_;
  SelectionOptions selection_;
  std::vector<BegunFolder> begun_;
  Plan plan_;
};

TEST_F(PlanTest, TheRootGoesToInbox) {
  add("", {"INBOX"});
  make(Profile::Exchange2016, german_exchange());
  EXPECT_EQ(planned("").mailbox, "INBOX");
  EXPECT_EQ(planned("").reason, MappingReason::Inbox);
  EXPECT_TRUE(plan_.create.empty());
}

TEST_F(PlanTest, SpecialFoldersGoToTheServersOwnMailboxesWhateverTheyAreCalled) {
  add(".Sent", {"Sent"});
  add(".Trash", {"Trash"});
  add(".Drafts", {"Drafts"});
  add(".Junk", {"Junk"});
  make(Profile::Exchange2016, german_exchange());
  EXPECT_EQ(planned(".Sent").mailbox, "Gesendete Elemente");
  EXPECT_EQ(planned(".Sent").reason, MappingReason::SpecialUse);
  EXPECT_EQ(planned(".Trash").mailbox, "Gelöschte Elemente");
  EXPECT_EQ(planned(".Drafts").mailbox, "Entwürfe");
  EXPECT_EQ(planned(".Junk").mailbox, "Junk-E-Mail");
  EXPECT_EQ(plan_.trash_mailbox, "Gelöschte Elemente");
  EXPECT_TRUE(plan_.create.empty());
}

TEST_F(PlanTest, ANestedInboxSentIsMergedIntoSentAndSaid) {
  add(".INBOX.Sent", {"INBOX", "Sent"});
  add(".Sent", {"Sent"});
  make(Profile::Exchange2016, german_exchange());
  EXPECT_EQ(planned(".INBOX.Sent").mailbox, "Gesendete Elemente");
  EXPECT_EQ(planned(".INBOX.Sent").reason, MappingReason::Merged);
  EXPECT_EQ(planned(".Sent").reason, MappingReason::SpecialUse);
  EXPECT_THAT(plan_.notes, ElementsAre(HasSubstr("INBOX/Sent")));
}

TEST_F(PlanTest, AFolderCalledInboxIsMergedIntoInbox) {
  add("", {"INBOX"});
  add(".INBOX", {"INBOX"});
  make(Profile::Exchange2016, german_exchange());
  EXPECT_EQ(planned(".INBOX").mailbox, "INBOX");
  EXPECT_EQ(planned(".INBOX").reason, MappingReason::Merged);
}

TEST_F(PlanTest, ChildrenOfInboxBecomeTopLevelOnes) {
  add(".INBOX.Projekte.2019", {"INBOX", "Projekte", "2019"});
  make(Profile::Exchange2016, german_exchange());
  EXPECT_EQ(planned(".INBOX.Projekte.2019").mailbox, "Projekte/2019");
  EXPECT_EQ(planned(".INBOX.Projekte.2019").reason, MappingReason::PrefixRemoved);
  EXPECT_THAT(plan_.create, ElementsAre("Projekte", "Projekte/2019"));
}

TEST_F(PlanTest, SubfoldersOfSentGoBelowTheServersOwnMailbox) {
  add(".Sent.2005", {"Sent", "2005"});
  make(Profile::Exchange2016, german_exchange());
  EXPECT_EQ(planned(".Sent.2005").mailbox, "Gesendete Elemente/2005");
  EXPECT_THAT(plan_.create, ElementsAre("Gesendete Elemente/2005"));
}

TEST_F(PlanTest, ATrailingBlankIsTrimmedAndKeptApartFromItsTwin) {
  add(".Foo ", {"Foo "});
  add(".Foo", {"Foo"});
  add(".Foo .kid", {"Foo ", "kid"});
  make(Profile::Exchange2016, german_exchange());
  EXPECT_EQ(planned(".Foo").mailbox, "Foo");
  EXPECT_EQ(planned(".Foo ").mailbox, "Foo (2)");
  EXPECT_EQ(planned(".Foo ").reason, MappingReason::KeptApart);
  EXPECT_EQ(planned(".Foo .kid").mailbox, "Foo (2)/kid");
}

TEST_F(PlanTest, NamesThatDifferByCaseOnlyAreKeptApartOnExchangeAlone) {
  add(".ARCHIV", {"ARCHIV"});
  add(".Archiv", {"Archiv"});
  make(Profile::Exchange2016, german_exchange());
  EXPECT_NE(planned(".ARCHIV").mailbox, planned(".Archiv").mailbox);
  EXPECT_EQ(std::count_if(
                plan_.folders.begin(), plan_.folders.end(),
                [](const PlannedFolder& each) { return each.reason == MappingReason::KeptApart; }),
            1);
  ServerMailboxes plain;
  make(Profile::Imap, plain);
  EXPECT_EQ(planned(".ARCHIV").mailbox, "ARCHIV");
  EXPECT_EQ(planned(".Archiv").mailbox, "Archiv");
}

TEST_F(PlanTest, TheDelimiterAndControlCharactersInsideANameAreReplaced) {
  add(".a&AC8-b", {"a/b"});
  add(".tab&AAk-name", {"tab\tname"});
  make(Profile::Exchange2016, german_exchange());
  EXPECT_EQ(planned(".a&AC8-b").mailbox.find('/'), std::string::npos);
  EXPECT_EQ(planned(".a&AC8-b").reason, MappingReason::Renamed);
  EXPECT_FALSE(planned(".a&AC8-b").changes.empty());
  EXPECT_EQ(planned(".tab&AAk-name").mailbox.find('\t'), std::string::npos);
}

TEST_F(PlanTest, MailIsNeverPutIntoTheCalendarInAnyLanguageThatTheServerShows) {
  add(".Kalender", {"Kalender"});
  make(Profile::Exchange2016, german_exchange());
  EXPECT_EQ(planned(".Kalender").mailbox, "Kalender (mail)");
  EXPECT_THAT(plan_.create, ElementsAre("Kalender (mail)"));
}

TEST_F(PlanTest, ASpecialMailboxThatTheServerDoesNotShowIsNotInvented) {
  add(".Sent", {"Sent"});
  ServerMailboxes server;
  server.mailboxes = {{.name = "INBOX", .attributes = {}}};
  make(Profile::Exchange2016, server);
  EXPECT_EQ(planned(".Sent").mailbox, "Sent");
  EXPECT_THAT(plan_.notes, ElementsAre(HasSubstr("Outlook")));
}

TEST_F(PlanTest, NobodyIsToldOfASpecialMailboxForAFolderThatIsLeftOut) {
  add(".Sent", {"Sent"});
  ServerMailboxes server;
  server.mailboxes = {{.name = "INBOX", .attributes = {}}};
  selection_.exclude = {"Sent"};
  make(Profile::Exchange2016, server);
  EXPECT_TRUE(plan_.notes.empty());
}

TEST_F(PlanTest, WithoutAServerExchangeIsPresumedToHaveItsMailboxesInEnglish) {
  add(".Trash", {"Trash"});
  add(".Spam", {"Spam"});
  make(Profile::Exchange2007, presumed_mailboxes(Profile::Exchange2007));
  EXPECT_EQ(planned(".Trash").mailbox, "Deleted Items");
  EXPECT_EQ(planned(".Spam").mailbox, "Junk Email");
  EXPECT_TRUE(plan_.create.empty());
  EXPECT_TRUE(presumed_mailboxes(Profile::Imap).mailboxes.empty());
}

TEST_F(PlanTest, TheNamespacePrefixOfTheTargetIsPutBefore) {
  add("", {"INBOX"});
  add(".Foo.Bar", {"Foo", "Bar"});
  add(".Trash", {"Trash"});
  make(Profile::Imap, courier());
  EXPECT_EQ(planned("").mailbox, "INBOX");
  EXPECT_EQ(planned(".Foo.Bar").mailbox, "INBOX.Foo.Bar");
  EXPECT_EQ(planned(".Trash").mailbox, "INBOX.Trash");
  EXPECT_THAT(plan_.create, ElementsAre("INBOX.Foo", "INBOX.Foo.Bar"));
}

TEST_F(PlanTest, ARuleTakesTheChildrenAlong) {
  add(".Old", {"Old"});
  add(".Old.2001", {"Old", "2001"});
  mapping_.rules = {{.from = "Old", .to = "Archive/Older"}};
  make(Profile::Exchange2016, german_exchange());
  EXPECT_EQ(planned(".Old").mailbox, "Archive/Older");
  EXPECT_EQ(planned(".Old").reason, MappingReason::Rule);
  EXPECT_EQ(planned(".Old.2001").mailbox, "Archive/Older/2001");
}

TEST_F(PlanTest, ChildrenThatARuleTakesAlongAreNamedByTheRulesOfTheTarget) {
  add(".Old", {"Old"});
  add(".Old.Foo ", {"Old", "Foo "});
  add(".Old.a\x01", {"Old", "a\x01"});
  add(".Old. ", {"Old", " "});
  mapping_.rules = {{.from = "Old", .to = "Archive"}};
  make(Profile::Exchange2016, german_exchange());
  EXPECT_EQ(planned(".Old.Foo ").mailbox, "Archive/Foo");
  EXPECT_EQ(planned(".Old.a\x01").mailbox, "Archive/a");
  EXPECT_EQ(planned(".Old. ").mailbox, "Archive/Unnamed");
}

/// Mail would not be seen there.
TEST_F(PlanTest, ARuleCannotPutMailIntoTheCalendar) {
  add(".Dates", {"Dates"});
  add(".Dates.Old", {"Dates", "Old"});
  mapping_.rules = {{.from = "Dates", .to = "Kalender"}};
  make(Profile::Exchange2016, german_exchange());
  EXPECT_EQ(planned(".Dates").mailbox, "Kalender (mail)");
  EXPECT_EQ(planned(".Dates").reason, MappingReason::Renamed);
  EXPECT_EQ(planned(".Dates.Old").mailbox, "Kalender (mail)/Old");
  begun_ = {{.directory = ".Dates", .mailbox = "Kalender (mail)"}};
  make(Profile::Exchange2016, german_exchange());
  EXPECT_EQ(planned(".Dates").mailbox, "Kalender (mail)");
}

TEST_F(PlanTest, ARuleMayWriteInboxInSmallLetters) {
  add(".Old", {"Old"});
  mapping_.rules = {{.from = "Old", .to = "Inbox/Old"}};
  make(Profile::Exchange2016, german_exchange());
  EXPECT_EQ(planned(".Old").mailbox, "INBOX/Old");
}

TEST_F(PlanTest, ChildrenThatARuleTookAlongStayWhereTheyWereBegun) {
  add(".Old.Foo", {"Old", "Foo"});
  add(".Old.foo", {"Old", "foo"});
  add(".Old. ", {"Old", " "});
  mapping_.rules = {{.from = "Old", .to = "Archive"}};
  make(Profile::Exchange2016, german_exchange());
  const Plan first = plan_;
  for (const PlannedFolder& folder : first.folders) {
    begun_.push_back({.directory = folder.directory, .mailbox = folder.mailbox});
  }
  make(Profile::Exchange2016, german_exchange());
  for (const PlannedFolder& folder : first.folders) {
    EXPECT_EQ(planned(folder.directory).mailbox, folder.mailbox);
  }
}

TEST_F(PlanTest, ARuleForAChildThatWasBegunElsewhereIsRefused) {
  add(".Old.Foo", {"Old", "Foo"});
  begun_ = {{.directory = ".Old.Foo", .mailbox = "Archive/Bar"}};
  mapping_.rules = {{.from = "Old", .to = "Archive"}};
  EXPECT_FALSE(make_plan(inventory_, Profile::Exchange2016, german_exchange(), mapping_, selection_,
                         begun_));
}

/// Beside the namespace a server makes no mailbox.
TEST_F(PlanTest, AFolderWithoutANameStaysBelowTheNamespace) {
  add(". ", {" "});
  add(".  ", {"  "});
  make(Profile::Imap, courier());
  EXPECT_EQ(planned(". ").mailbox, "INBOX.Unnamed");
  EXPECT_EQ(planned(".  ").mailbox, "INBOX.Unnamed (2)");
}

TEST_F(PlanTest, AFolderWithoutANameStaysBelowThePrefix) {
  add(". ", {" "});
  mapping_.prefix = "Old mail";
  make(Profile::Exchange2016, german_exchange());
  EXPECT_EQ(planned(". ").mailbox, "Old mail/Unnamed");
  begun_ = {{.directory = ". ", .mailbox = "Old mail/Unnamed"}};
  make(Profile::Exchange2016, german_exchange());
  EXPECT_EQ(planned(". ").mailbox, "Old mail/Unnamed");
}

TEST_F(PlanTest, RulesThatSpellOneMailboxDifferentlyMeetInIt) {
  add(".A", {"A"});
  add(".B", {"B"});
  add(".C", {"C"});
  mapping_.rules = {{.from = "A", .to = "Old"},
                    {.from = "B", .to = "old"},
                    {.from = "C", .to = "gesendete elemente"}};
  for (int run = 1; run <= 2; ++run) {
    make(Profile::Exchange2016, german_exchange());
    EXPECT_EQ(planned(".A").mailbox, "Old");
    EXPECT_EQ(planned(".B").mailbox, "Old");
    EXPECT_EQ(planned(".C").mailbox, "Gesendete Elemente");
    begun_ = {{.directory = ".A", .mailbox = "Old"},
              {.directory = ".B", .mailbox = "Old"},
              {.directory = ".C", .mailbox = "Gesendete Elemente"}};
  }
}

TEST_F(PlanTest, APrefixOfAServerWithoutLevelsStaysWhatItWasInTheNextRun) {
  add(".Foo", {"Foo"});
  add(". ", {" "});
  mapping_.prefix = "Old";
  ServerMailboxes flat;
  flat.delimiter.reset();
  make(Profile::Imap, flat);
  EXPECT_EQ(planned(".Foo").mailbox, "Old_Foo");
  EXPECT_EQ(planned(". ").mailbox, "Old_Unnamed");
  begun_ = {{.directory = ".Foo", .mailbox = "Old_Foo"},
            {.directory = ". ", .mailbox = "Old_Unnamed"}};
  make(Profile::Imap, flat);
  EXPECT_EQ(planned(".Foo").mailbox, "Old_Foo");
}

TEST_F(PlanTest, ChildrenOfARuleStayWhereTheyAreOnAServerWithoutLevels) {
  add(".Foo.Bar", {"Foo", "Bar"});
  mapping_.rules = {{.from = "Foo", .to = "Old"}};
  ServerMailboxes flat;
  flat.delimiter.reset();
  make(Profile::Imap, flat);
  EXPECT_EQ(planned(".Foo.Bar").mailbox, "Old_Bar");
  begun_ = {{.directory = ".Foo.Bar", .mailbox = "Old_Bar"}};
  make(Profile::Imap, flat);
  EXPECT_EQ(planned(".Foo.Bar").mailbox, "Old_Bar");
}

TEST_F(PlanTest, APrefixPutsEverythingBelowIt) {
  add("", {"INBOX"});
  add(".Sent", {"Sent"});
  mapping_.prefix = "Old mail";
  make(Profile::Exchange2016, german_exchange());
  EXPECT_EQ(planned("").mailbox, "Old mail/INBOX");
  EXPECT_EQ(planned(".Sent").mailbox, "Old mail/Sent");
}

TEST_F(PlanTest, AFolderThatWasBegunKeepsItsMailbox) {
  add(".Sent", {"Sent"});
  begun_ = {{.directory = ".Sent", .mailbox = "Sent"}};
  make(Profile::Exchange2016, german_exchange());
  EXPECT_EQ(planned(".Sent").mailbox, "Sent");
  EXPECT_EQ(planned(".Sent").reason, MappingReason::Journal);
}

TEST_F(PlanTest, ARuleAgainstTheJournalIsRefusedAndNamesBoth) {
  add(".Sent", {"Sent"});
  begun_ = {{.directory = ".Sent", .mailbox = "Gesendete Elemente"}};
  mapping_.rules = {{.from = "Sent", .to = "Elsewhere"}};
  const Result<Plan> plan =
      make_plan(inventory_, Profile::Exchange2016, german_exchange(), mapping_, selection_, begun_);
  ASSERT_FALSE(plan.has_value());
  EXPECT_EQ(plan.error().kind, ErrorKind::Configuration);
  EXPECT_THAT(plan.error().text, HasSubstr("Gesendete Elemente"));
  EXPECT_THAT(plan.error().text, HasSubstr("Elsewhere"));
}

TEST_F(PlanTest, APrefixAgainstTheJournalIsRefused) {
  add(".Foo", {"Foo"});
  mapping_.prefix = "Old";
  begun_ = {{.directory = ".Foo", .mailbox = "Old/Foo (2)"}};
  make(Profile::Exchange2016, german_exchange());
  EXPECT_EQ(planned(".Foo").mailbox, "Old/Foo (2)");
  begun_ = {{.directory = ".Foo", .mailbox = "Foo"}};
  const Result<Plan> plan =
      make_plan(inventory_, Profile::Exchange2016, german_exchange(), mapping_, selection_, begun_);
  ASSERT_FALSE(plan.has_value());
  EXPECT_EQ(plan.error().kind, ErrorKind::Configuration);
  EXPECT_THAT(plan.error().text, HasSubstr("Old/Foo"));
}

TEST_F(PlanTest, ThePlanOfASecondRunIsThatOfTheFirst) {
  add(".Foo", {"Foo"});
  add(".Foo ", {"Foo "});
  add(".a&AC8-b", {"a/b"});
  make(Profile::Exchange2016, german_exchange());
  ServerMailboxes later = german_exchange();
  std::vector<std::string> first;
  for (const PlannedFolder& each : plan_.folders) {
    first.push_back(each.mailbox);
    begun_.push_back({.directory = each.directory, .mailbox = each.mailbox});
    later.mailboxes.push_back({.name = each.mailbox, .attributes = {}});
  }
  make(Profile::Exchange2016, later);
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(plan_.folders[i].mailbox, first[i]);
  }
  EXPECT_TRUE(plan_.create.empty());
}

TEST_F(PlanTest, SkippingTheTrashLeavesWhatPeopleFiledBelowIt) {
  add(".Trash", {"Trash"});
  add(".Trash.Invoices", {"Trash", "Invoices"});
  selection_.skip_trash = SkipTrash::Folder;
  make(Profile::Exchange2016, german_exchange());
  ASSERT_EQ(plan_.skipped.size(), 1U);
  EXPECT_EQ(plan_.skipped[0].name, "Trash");
  EXPECT_EQ(planned(".Trash.Invoices").mailbox, "Gelöschte Elemente/Invoices");
  selection_.skip_trash = SkipTrash::Tree;
  make(Profile::Exchange2016, german_exchange());
  EXPECT_EQ(plan_.skipped.size(), 2U);
}

TEST_F(PlanTest, IncludeAndExcludeLookAtFolderNames) {
  add(".Lists.debian", {"Lists", "debian"});
  add(".Lists.spam", {"Lists", "spam"});
  add(".Work", {"Work"});
  selection_.include = {"Lists/*"};
  selection_.exclude = {"**spam"};
  make(Profile::Exchange2016, german_exchange());
  ASSERT_EQ(plan_.folders.size(), 1U);
  EXPECT_EQ(plan_.folders[0].mailbox, "Lists/debian");
}

}  // namespace
}  // namespace mailhaul::migrate
