/// The mailboxes of LIST, found by name as the server compares names.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include <mailhaul/migrate/plan.hpp>
#include <mailhaul/target/mailbox_names.hpp>
#include <mailhaul/target/profile.hpp>

namespace mailhaul::migrate {

class MailboxListing {
 public:
  MailboxListing(const ServerMailboxes& server, target::Profile profile);

  /// nullptr if there is none. The pointer lives until `erase` of that name.
  [[nodiscard]] const ServerMailbox* find(const std::string& name) const;

  /// What is not found may be there all the same.
  [[nodiscard]] bool has_unreadable() const { return has_unreadable_; }

  [[nodiscard]] bool has_children(const std::string& name) const;
  /// It was removed from the server.
  void erase(const std::string& name);

  /// Levels of the name.
  [[nodiscard]] std::size_t depth_of(const std::string& name) const;

 private:
  [[nodiscard]] std::string key_of(const std::string& name) const;

  std::optional<char> delimiter_;
  bool has_unreadable_ = false;
  target::MailboxNames names_;
  std::map<std::string, ServerMailbox> mailboxes_;  ///< by collision key
};

}  // namespace mailhaul::migrate
