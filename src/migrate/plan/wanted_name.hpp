/// The name under which a folder is wanted on the server, before the server's name rules.
#pragma once

#include "migrate/plan/levels.hpp"

#include <cstddef>
#include <optional>

#include <mailhaul/maildir/inventory.hpp>
#include <mailhaul/migrate/options.hpp>
#include <mailhaul/migrate/plan.hpp>
#include <mailhaul/target/special_mailboxes.hpp>

namespace mailhaul::migrate {

struct WantedName {
  Levels levels;
  MappingReason reason = MappingReason::SameName;
  /// So many of the levels are the words of a rule.
  std::size_t ruled = 0;
  /// It goes to the server's deleted-items mailbox, or below it.
  bool is_trash = false;
  /// An INBOX that only Courier's clients show was taken off.
  bool lost_prefix = false;
  /// What the folder is for, where the server shows no mailbox for it.
  std::optional<target::SpecialUse> without_mailbox = {};
};

/// The user's rules, the prefix that was asked for, and the server's own mailboxes, in this order.
class FolderNaming {
 public:
  /// The references must outlive the object. `root` is the personal namespace.
  FolderNaming(const MappingOptions& mapping, const target::SpecialMailboxes& special,
               const Levels& root)
      : mapping_(&mapping), special_(&special), root_(&root) {}

  [[nodiscard]] WantedName name_of(const maildir::Folder& folder) const;

  /// Where all folders are wanted that no rule names, if the user asked for a prefix.
  [[nodiscard]] std::optional<Levels> top() const;

 private:
  [[nodiscard]] std::optional<WantedName> by_rule(const Levels& source) const;
  /// The rule is for the first `depth` levels of `source`.
  [[nodiscard]] WantedName obey(const MappingRule& rule, const Levels& source,
                                std::size_t depth) const;
  void place_special(WantedName& wanted) const;

  const MappingOptions* mapping_;
  const target::SpecialMailboxes* special_;
  const Levels* root_;
};

}  // namespace mailhaul::migrate
