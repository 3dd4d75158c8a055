#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <mailhaul/target/localised_names.hpp>
#include <mailhaul/text/unicode.hpp>
#include <mailhaul/text/utf8.hpp>

namespace mailhaul::target {
namespace {

std::vector<ListedMailbox> list_of(std::initializer_list<std::string> names) {
  std::vector<ListedMailbox> list;
  for (const std::string& name : names) {
    list.push_back({.levels = {name}, .attributes = {}});
  }
  return list;
}

TEST(LocalisedNames, AreNormalisedUtf8) {
  for (const LocalisedName& name : localised_names()) {
    EXPECT_TRUE(text::is_valid_utf8(name.name)) << name.name;
    EXPECT_EQ(text::nfc(name.name), name.name);
  }
}

TEST(LocalisedNames, EveryLanguageHasEveryDefaultFolder) {
  std::map<std::string_view, std::set<DefaultFolder>> folders;
  std::map<std::string_view, int> non_mail;
  for (const LocalisedName& name : localised_names()) {
    folders[name.language].insert(name.folder);
    non_mail[name.language] += name.folder == DefaultFolder::NonMail ? 1 : 0;
  }
  EXPECT_EQ(folders.size(), 21U);
  for (const auto& [language, found] : folders) {
    EXPECT_EQ(found.size(), 5U) << language;
    EXPECT_GE(non_mail[language], 6) << language;
  }
}

TEST(LocalisedNames, NoNameMeansTwoThings) {
  std::map<std::string, DefaultFolder> seen;
  for (const LocalisedName& name : localised_names()) {
    const auto [entry, is_new] = seen.emplace(text::fold_case(name.name), name.folder);
    EXPECT_TRUE(is_new || entry->second == name.folder) << name.name;
  }
}

TEST(LanguagesShown, CountsTopLevelNamesInAnyCase) {
  const auto signs =
      languages_shown(list_of({"INBOX", "gesendete elemente", "Entwürfe", "Drafts"}));
  ASSERT_EQ(signs.size(), 2U);
  EXPECT_EQ(signs[0].language, "de");
  EXPECT_EQ(signs[0].names, 2U);
  EXPECT_EQ(signs[1].language, "en");
  EXPECT_EQ(signs[1].names, 1U);
}

TEST(LanguagesShown, SettlesSharedNamesByTheOthers) {
  const auto signs = languages_shown(list_of({"Utkast", "Sendte elementer", "Slettede elementer"}));
  ASSERT_FALSE(signs.empty());
  EXPECT_EQ(signs[0].language, "nb");
  EXPECT_EQ(signs[0].names, 3U);
}

TEST(LanguagesShown, IgnoresDeeperLevels) {
  const std::vector<ListedMailbox> list{{.levels = {"Archive", "Drafts"}, .attributes = {}}};
  EXPECT_TRUE(languages_shown(list).empty());
  EXPECT_TRUE(languages_shown({}).empty());
}

}  // namespace
}  // namespace mailhaul::target
