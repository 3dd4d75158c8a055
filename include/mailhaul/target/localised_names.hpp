/// The names that Exchange and Outlook give to the default folders of a mailbox, by language.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/target/listed_mailbox.hpp>

namespace mailhaul::target {

enum class DefaultFolder : std::uint8_t {
  Sent,
  Trash,
  Drafts,
  Junk,
  NonMail,  ///< Calendar, Contacts, Outbox …: listed like any other, but no place for mail
};

struct LocalisedName {
  std::string_view language;  ///< "de", "pt-BR"
  DefaultFolder folder;
  std::string_view name;  ///< UTF-8, NFC
};

/// All names, current ones before older ones within a language.
[[nodiscard]] std::span<const LocalisedName> localised_names();

/// How many default folders LIST shows in one language.
struct LanguageSign {
  std::string_view language;
  std::size_t names;
};

/// The languages of which LIST shows a default name at the top level, most names first.
[[nodiscard]] std::vector<LanguageSign> languages_shown(std::span<const ListedMailbox> list);

}  // namespace mailhaul::target
