/// The mailboxes that every new user has, in the language of that user (E1.13).
#pragma once

#include "emulator/store/mailbox.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/emulator/profile.hpp>

namespace mailhaul::emulator {

struct DefaultMailbox {
  std::string name;  ///< UTF-8
  SpecialUse special_use = SpecialUse::None;
  bool holds_mail = true;
};

/// Whether the table has the language: "de", "pt-BR", ...
bool is_known_language(std::string_view language);

/// INBOX first. An unknown language gives English; where the non-mail names of a language are not
/// documented they stay English.
std::vector<DefaultMailbox> default_mailboxes(const Profile& profile, std::string_view language);

}  // namespace mailhaul::emulator
