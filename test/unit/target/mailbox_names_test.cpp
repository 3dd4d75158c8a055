#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/target/mailbox_names.hpp>
#include <mailhaul/text/utf8.hpp>

namespace mailhaul::target {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::string_literals;

using Levels = std::vector<std::string>;

MailboxNames exchange() {
  return {Profile::Exchange2016, '/'};
}

std::vector<ListedMailbox> list_of(std::initializer_list<std::string> names) {
  std::vector<ListedMailbox> list;
  for (const std::string& name : names) {
    list.push_back({.levels = {name}, .attributes = {}});
  }
  return list;
}

TEST(MailboxNames, LeavesAGoodNameAlone) {
  const Levels name{"Archiv", "2019 \\ Jänner & Co. (%*?)"};
  const AcceptedName accepted = exchange().accept(name);
  EXPECT_EQ(accepted.levels, name);
  EXPECT_THAT(accepted.changes, IsEmpty());
}

TEST(MailboxNames, TrimsEveryLevel) {
  const AcceptedName accepted = exchange().accept(Levels{"Foo ", " \u00A0Bar", "a b"});
  EXPECT_THAT(accepted.levels, ElementsAre("Foo", "Bar", "a b"));
  EXPECT_THAT(accepted.changes, ElementsAre(NameChange::TrimmedBlanks));
}

TEST(MailboxNames, ReplacesTheDelimiterOfTheServer) {
  EXPECT_THAT(exchange().accept(Levels{"a/b.c"}).levels, ElementsAre("a_b.c"));
  const AcceptedName dotted = MailboxNames(Profile::Imap, '.').accept(Levels{"a/b.c"});
  EXPECT_THAT(dotted.levels, ElementsAre("a/b_c"));
  EXPECT_THAT(dotted.changes, ElementsAre(NameChange::ReplacedDelimiter));
}

TEST(MailboxNames, JoinsLevelsWhereTheServerHasNone) {
  const AcceptedName flat = MailboxNames(Profile::Imap, std::nullopt).accept(Levels{"a/b", "c"});
  EXPECT_THAT(flat.levels, ElementsAre("a/b_c"));
  EXPECT_THAT(flat.changes, ElementsAre(NameChange::ReplacedDelimiter));
}

TEST(MailboxNames, TakesControlCharactersOut) {
  const AcceptedName accepted = exchange().accept(Levels{"a\tb\x07\x7F\0c\u009B"s});
  EXPECT_THAT(accepted.levels, ElementsAre("a bc"));
  EXPECT_THAT(accepted.changes, ElementsAre(NameChange::RemovedControl));
}

TEST(MailboxNames, TakesBlanksOffThatATabLeft) {
  const AcceptedName accepted = exchange().accept(Levels{"\tname\n"});
  EXPECT_THAT(accepted.levels, ElementsAre("name"));
  EXPECT_THAT(accepted.changes, ElementsAre(NameChange::TrimmedBlanks, NameChange::RemovedControl));
}

TEST(MailboxNames, ReplacesALeadingTildeWhereItMeansAHome) {
  const AcceptedName accepted = MailboxNames(Profile::Imap, '/').accept(Levels{"~a~", "~b"});
  EXPECT_THAT(accepted.levels, ElementsAre("_a~", "~b"));
  EXPECT_THAT(accepted.changes, ElementsAre(NameChange::ReplacedTilde));
  EXPECT_THAT(exchange().accept(Levels{"~a"}).levels, ElementsAre("~a"));
}

TEST(MailboxNames, DropsEmptyLevels) {
  const AcceptedName accepted = exchange().accept(Levels{"", "Foo", " ", "Bar", ""});
  EXPECT_THAT(accepted.levels, ElementsAre("Foo", "Bar"));
  EXPECT_THAT(accepted.changes,
              ElementsAre(NameChange::TrimmedBlanks, NameChange::EmptyLevelDropped));
}

TEST(MailboxNames, NeverEndsWithoutAName) {
  for (const Levels& levels : {Levels{}, Levels{""}, Levels{" ", "\x01"}}) {
    const AcceptedName accepted = exchange().accept(levels);
    EXPECT_THAT(accepted.levels, ElementsAre("Unnamed"));
    EXPECT_THAT(accepted.changes, testing::Contains(NameChange::Unnamed));
  }
}

TEST(MailboxNames, KeepsALevelOfTheLongestLength) {
  const std::string longest(255, 'x');
  EXPECT_THAT(exchange().accept(Levels{longest}).levels, ElementsAre(longest));
}

TEST(MailboxNames, ShortensInUtf16UnitsAndKeepsLongTwinsApart) {
  std::string name;
  for (int i = 0; i < 200; ++i) {
    name += "\U0001F4E8";
  }
  const AcceptedName one = exchange().accept(Levels{name + "1"});
  const AcceptedName two = exchange().accept(Levels{name + "2"});
  EXPECT_THAT(one.changes, ElementsAre(NameChange::Shortened));
  EXPECT_TRUE(text::is_valid_utf8(one.levels[0]));
  EXPECT_LE(text::utf16_length(one.levels[0]), 255U);
  EXPECT_GE(text::utf16_length(one.levels[0]), 250U);
  EXPECT_NE(one.levels[0], two.levels[0]);
}

TEST(MailboxNames, ShortensTheSameWayInEveryRelease) {
  EXPECT_EQ(exchange().accept(Levels{std::string(256, 'x')}).levels[0],
            std::string(246, 'x') + "~0011d35d");
}

TEST(MailboxNames, NeverWritesIntoNonMailFolders) {
  for (const char* name : {"Calendar", "calendar", "Contacts", "Tasks", "Notes", "Journal",
                           "Outbox", "Conversation History", "Sync Issues"}) {
    const AcceptedName accepted = exchange().accept(Levels{name, "Sub"});
    EXPECT_THAT(accepted.levels, ElementsAre(name + " (mail)"s, "Sub"));
    EXPECT_THAT(accepted.changes, ElementsAre(NameChange::ReservedRenamed));
  }
}

TEST(MailboxNames, ReservesATopLevelNameOnlyThere) {
  EXPECT_THAT(exchange().accept(Levels{"Work", "Calendar"}).levels,
              ElementsAre("Work", "Calendar"));
}

TEST(MailboxNames, ReservesTheNamesOfALanguageThatListShows) {
  EXPECT_FALSE(exchange().is_reserved("Kalender"));
  EXPECT_FALSE(
      MailboxNames(Profile::Exchange2016, '/', list_of({"Entwürfe"})).is_reserved("Aufgaben"));
  const MailboxNames german(Profile::Exchange2016, '/',
                            list_of({"INBOX", "Entwürfe", "Gesendete Elemente"}));
  EXPECT_TRUE(german.is_reserved("Aufgaben"));
  EXPECT_TRUE(german.is_reserved("KALENDER"));
  EXPECT_FALSE(german.is_reserved("Tâches"));
  EXPECT_TRUE(german.is_reserved("Calendar"));
}

TEST(MailboxNames, ReservesFilesOnExchangeOnlineOnly) {
  EXPECT_TRUE(MailboxNames(Profile::ExchangeOnline, '/').is_reserved("files"));
  EXPECT_FALSE(exchange().is_reserved("Files"));
}

TEST(MailboxNames, ReservesNothingButInboxOnOtherServers) {
  const MailboxNames names(Profile::Imap, '.', list_of({"Drafts", "Sent Items", "Calendar"}));
  EXPECT_FALSE(names.is_reserved("Calendar"));
  EXPECT_TRUE(names.is_reserved("Inbox"));
}

TEST(MailboxNames, NeverMakesATwinOfInbox) {
  EXPECT_THAT(exchange().accept(Levels{"INBOX"}).levels, ElementsAre("INBOX"));
  EXPECT_THAT(exchange().accept(Levels{"INBOX", "a"}).levels, ElementsAre("INBOX", "a"));
  EXPECT_THAT(exchange().accept(Levels{"Inbox"}).levels, ElementsAre("Inbox (mail)"));
  EXPECT_THAT(exchange().accept(Levels{" inbox "}).levels, ElementsAre("inbox (mail)"));
}

TEST(MailboxNames, IsStable) {
  const MailboxNames names = exchange();
  for (const Levels& levels :
       {Levels{"Calendar "}, Levels{std::string(300, 'x')}, Levels{"\t", "a/b"}, Levels{"inbox"}}) {
    const AcceptedName once = names.accept(levels);
    const AcceptedName twice = names.accept(once.levels);
    EXPECT_EQ(twice.levels, once.levels);
    EXPECT_THAT(twice.changes, IsEmpty());
  }
}

TEST(CollisionKey, MergesCaseAndNormalisationOnExchange) {
  const MailboxNames names = exchange();
  EXPECT_EQ(names.collision_key(Levels{"ARCHIV", "é"}),
            names.collision_key(Levels{"Archiv", "E\u0301"}));
  EXPECT_NE(names.collision_key(Levels{"a", "b"}), names.collision_key(Levels{"ab"}));
  EXPECT_NE(names.collision_key(Levels{"a", "b"}), names.collision_key(Levels{"a/b"}));
}

TEST(CollisionKey, IsExactOnOtherServersExceptForInbox) {
  const MailboxNames names(Profile::Imap, '.');
  EXPECT_NE(names.collision_key(Levels{"ARCHIV"}), names.collision_key(Levels{"Archiv"}));
  EXPECT_EQ(names.collision_key(Levels{"Inbox", "a"}), names.collision_key(Levels{"INBOX", "a"}));
  EXPECT_NE(names.collision_key(Levels{"INBOX", "A"}), names.collision_key(Levels{"INBOX", "a"}));
}

TEST(WithSuffix, KeepsTheSuffixWhole) {
  EXPECT_EQ(exchange().with_suffix("Archiv", " (2)"), "Archiv (2)");
  EXPECT_EQ(exchange().with_suffix(std::string(255, 'x'), " (2)"), std::string(251, 'x') + " (2)");
}

TEST(NameChange, EachHasItsPhrase) {
  EXPECT_EQ(describe(NameChange::TrimmedBlanks), "blanks at the ends removed");
  EXPECT_EQ(describe(NameChange::Unnamed), "given a name, since nothing of its own can be used");
}

}  // namespace
}  // namespace mailhaul::target
