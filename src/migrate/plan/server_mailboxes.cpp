#include <algorithm>

#include <mailhaul/migrate/plan.hpp>
#include <mailhaul/target/localised_names.hpp>
#include <mailhaul/text/ascii.hpp>

namespace mailhaul::migrate {
namespace {

constexpr std::string_view kLanguage = "en";

/// Only the first name of the language: the older ones are of older programs.
void add_default(ServerMailboxes& server, target::DefaultFolder folder) {
  for (const target::LocalisedName& name : target::localised_names()) {
    if (name.language == kLanguage && name.folder == folder) {
      server.mailboxes.push_back({.name = std::string(name.name), .attributes = {}});
      return;
    }
  }
}

}  // namespace

bool ServerMailbox::is_selectable() const {
  return std::ranges::none_of(attributes, [](const std::string& attribute) {
    return text::equals_ignoring_case(attribute, "\\Noselect") ||
           text::equals_ignoring_case(attribute, "\\NonExistent");
  });
}

ServerMailboxes presumed_mailboxes(target::Profile profile) {
  ServerMailboxes server;
  if (target::traits(profile).is_exchange) {
    server.mailboxes.push_back({.name = "INBOX", .attributes = {}});
    using enum target::DefaultFolder;
    for (const target::DefaultFolder folder : {Sent, Trash, Drafts, Junk}) {
      add_default(server, folder);
    }
  }
  return server;
}

}  // namespace mailhaul::migrate
