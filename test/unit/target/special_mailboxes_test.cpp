#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <mailhaul/target/special_mailboxes.hpp>

namespace mailhaul::target {
namespace {

using Levels = std::vector<std::string>;

ListedMailbox mailbox(Levels levels, std::vector<std::string> attributes = {}) {
  return {.levels = std::move(levels), .attributes = std::move(attributes)};
}

std::string name_of(const SpecialMailboxes& special, SpecialUse use) {
  const Levels* levels = special.find(use);
  std::string name;
  for (const std::string& level : levels != nullptr ? *levels : Levels{"-"}) {
    name += (name.empty() ? "" : "/") + level;
  }
  return name;
}

TEST(SourceName, KnowsWhatMailProgramsCallThem) {
  for (const char* name : {"Sent", "sent", "Sent Messages", "Sent Items", "sent-mail", "Gesendet",
                           "Gesendete Objekte", "Éléments envoyés", "Отправленные"}) {
    EXPECT_EQ(special_use_of_source_name(name), SpecialUse::Sent) << name;
  }
  for (const char* name : {"Trash", "Deleted Messages", "Deleted Items", "Papierkorb",
                           "Gelöschte Elemente", "Corbeille", "削除済みアイテム"}) {
    EXPECT_EQ(special_use_of_source_name(name), SpecialUse::Trash) << name;
  }
  for (const char* name : {"Drafts", "Draft", "Entwürfe", "ENTWÜRFE", "Entwu\u0308rfe", "Utkast"}) {
    EXPECT_EQ(special_use_of_source_name(name), SpecialUse::Drafts) << name;
  }
  for (const char* name : {"Junk", "Spam", "Junk E-mail", "Junk Email", "Skräppost", "Junk "}) {
    EXPECT_EQ(special_use_of_source_name(name), SpecialUse::Junk) << name;
  }
}

TEST(SourceName, LeavesAllOthersAlone) {
  for (const char* name : {"INBOX", "Archive", "Templates", "Sent 2019", "Calendar", "Outbox",
                           "Not Junk", "", "Sent.2019"}) {
    EXPECT_EQ(special_use_of_source_name(name), std::nullopt) << name;
  }
}

TEST(SpecialMailboxes, AttributesDecideBeforeNames) {
  const std::vector<ListedMailbox> list{
      mailbox({"INBOX"}), mailbox({"Sent Items"}), mailbox({"Weg"}, {"\\HasNoChildren", "\\trash"}),
      mailbox({"Deleted Items"}), mailbox({"INBOX", "Out"}, {"\\Sent"})};
  const SpecialMailboxes special = find_special_mailboxes(list, Profile::Exchange2016);
  EXPECT_EQ(name_of(special, SpecialUse::Trash), "Weg");
  EXPECT_EQ(name_of(special, SpecialUse::Sent), "INBOX/Out");
}

TEST(SpecialMailboxes, ReadsExchangeInItsLanguage) {
  const std::vector<ListedMailbox> list{
      mailbox({"INBOX"}),         mailbox({"Gesendete Elemente"}), mailbox({"Gelöschte Elemente"}),
      mailbox({"Entwürfe"}),      mailbox({"Junk-E-Mail"}),        mailbox({"Sent"}),
      mailbox({"Deleted Items"}), mailbox({"Archive", "Drafts"})};
  const SpecialMailboxes special = find_special_mailboxes(list, Profile::Exchange2010);
  EXPECT_EQ(name_of(special, SpecialUse::Sent), "Gesendete Elemente");
  EXPECT_EQ(name_of(special, SpecialUse::Trash), "Gelöschte Elemente");
  EXPECT_EQ(name_of(special, SpecialUse::Drafts), "Entwürfe");
  EXPECT_EQ(name_of(special, SpecialUse::Junk), "Junk-E-Mail");
}

TEST(SpecialMailboxes, TakesTheCurrentNameBeforeTheOlderOne) {
  const std::vector<ListedMailbox> list{mailbox({"Junk E-mail"}), mailbox({"Junk Email"}),
                                        mailbox({"Drafts"})};
  EXPECT_EQ(name_of(find_special_mailboxes(list, Profile::Exchange2016), SpecialUse::Junk),
            "Junk Email");
}

TEST(SpecialMailboxes, SettlesASharedNameByTheLanguageOfTheOthers) {
  const std::vector<ListedMailbox> list{mailbox({"Utkast"}), mailbox({"Sendte elementer"}),
                                        mailbox({"Slettede elementer"}), mailbox({"Slettet post"})};
  const SpecialMailboxes special = find_special_mailboxes(list, Profile::Exchange2013);
  EXPECT_EQ(name_of(special, SpecialUse::Trash), "Slettede elementer");
  EXPECT_EQ(name_of(special, SpecialUse::Drafts), "Utkast");
}

TEST(SpecialMailboxes, OnExchangeAUsersOwnSentIsNotTheServers) {
  const std::vector<ListedMailbox> list{mailbox({"INBOX"}), mailbox({"Sent"}), mailbox({"Trash"})};
  const SpecialMailboxes special = find_special_mailboxes(list, Profile::Exchange2016);
  EXPECT_EQ(special.find(SpecialUse::Sent), nullptr);
  EXPECT_EQ(special.find(SpecialUse::Trash), nullptr);
}

TEST(SpecialMailboxes, OnOtherServersTheNamesOfMailProgramsCount) {
  const std::vector<ListedMailbox> list{mailbox({"INBOX"}), mailbox({"INBOX", "Sent"}),
                                        mailbox({"INBOX", "Spam"}), mailbox({"Sent Items"}),
                                        mailbox({"Archive", "Trash"})};
  const SpecialMailboxes special = find_special_mailboxes(list, Profile::Imap);
  EXPECT_EQ(name_of(special, SpecialUse::Sent), "INBOX/Sent");
  EXPECT_EQ(name_of(special, SpecialUse::Junk), "INBOX/Spam");
  EXPECT_EQ(special.find(SpecialUse::Trash), nullptr);
}

TEST(SpecialMailboxes, NeverTakesAMailboxThatCannotBeSelected) {
  const std::vector<ListedMailbox> list{mailbox({"Sent"}, {"\\NoSelect"}),
                                        mailbox({"Gone"}, {"\\NonExistent", "\\Trash"}),
                                        mailbox({"Drafts"}, {"\\Noselect", "\\Drafts"})};
  const SpecialMailboxes special = find_special_mailboxes(list, Profile::Imap);
  for (const SpecialUse use : kAllSpecialUses) {
    EXPECT_EQ(special.find(use), nullptr) << to_attribute(use);
  }
}

}  // namespace
}  // namespace mailhaul::target
