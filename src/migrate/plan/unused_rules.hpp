/// Rules of the user that no folder of the tree fits: most likely a name is misspelt.
#pragma once

#include <string>
#include <vector>

#include <mailhaul/maildir/inventory.hpp>
#include <mailhaul/migrate/options.hpp>

namespace mailhaul::migrate {

/// Sentences for people, with the names that were probably meant.
struct UnusedRules {
  /// Of --map and --include: somebody wanted a folder that is not there.
  std::vector<std::string> matters;
  /// Of --exclude, and of rules that serve many trees.
  std::vector<std::string> notes;
};

[[nodiscard]] UnusedRules find_unused_rules(const std::vector<maildir::Folder>& folders,
                                            const MappingOptions& mapping,
                                            const SelectionOptions& selection);

}  // namespace mailhaul::migrate
