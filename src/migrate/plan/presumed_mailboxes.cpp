#include <mailhaul/migrate/plan.hpp>
#include <mailhaul/target/localised_names.hpp>

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
