/// The names of all folders as one tree, resolved from the top down: what happens to a parent's
/// name happens to all of its children, and two names meet only where that is intended.
#pragma once

#include "migrate/plan/levels.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

#include <mailhaul/target/mailbox_names.hpp>

namespace mailhaul::migrate {

/// What a wanted name became.
struct ResolvedName {
  Levels levels;
  /// What the target's rules changed, in this level and in those above it.
  std::set<target::NameChange> changes;
  /// It, or a level above it, was numbered because it would have met another name.
  bool kept_apart = false;
};

/// Whether the target's rules leave nothing of a name.
[[nodiscard]] bool is_unnamed(const target::AcceptedName& name);

/// Resolves wanted names to names that the server accepts, no two to the same one. Wanted names
/// that are equal are one name.
class NameTree {
 public:
  /// `names` must outlive the tree.
  explicit NameTree(const target::MailboxNames& names) : names_(&names) {}

  /// What is wanted under this name is called `final` and nothing else: INBOX, the server's own
  /// mailboxes, what the journal holds. Call before `resolve`; the first call for a name counts,
  /// and its spelling for all that the server takes for the same name.
  void fix(const Levels& wanted, const Levels& final) {
    fix(wanted, target::AcceptedName{.levels = final});
  }

  void fix(const Levels& wanted, const target::AcceptedName& final);

  /// What is wanted below this name stays below it, even if the target's rules leave nothing of its
  /// own; so it does below a name that is fixed. Call before `resolve`.
  void enclose(const Levels& wanted) { enclosing_.insert(wanted); }

  /// To be resolved, with all of its parents.
  void want(const Levels& levels);

  /// Once, after all names are known. Names that need no change are placed first, so that they keep
  /// their own; the order does not depend on the order of the calls.
  void resolve();

  [[nodiscard]] const ResolvedName& resolved(const Levels& wanted) const {
    return resolved_.at(wanted);
  }

 private:
  [[nodiscard]] ResolvedName accepted(const Levels& wanted) const;
  void place(const Levels& wanted);
  [[nodiscard]] bool is_passed_over(const Levels& wanted, const ResolvedName& name) const;

  const target::MailboxNames* names_;
  std::set<Levels> wanted_;
  std::set<Levels> folders_;  ///< those that are wanted themselves
  std::set<Levels> enclosing_;
  std::map<std::string, Levels> spellings_;  ///< of fixed names, by collision key
  std::map<Levels, ResolvedName> resolved_;
  std::set<std::string> taken_;  ///< collision keys
};

}  // namespace mailhaul::migrate
