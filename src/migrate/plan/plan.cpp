#include "migrate/plan/earlier_places.hpp"
#include "migrate/plan/levels.hpp"
#include "migrate/plan/name_tree.hpp"
#include "migrate/plan/selection.hpp"
#include "migrate/plan/unused_rules.hpp"
#include "migrate/plan/wanted_name.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <mailhaul/migrate/plan.hpp>
#include <mailhaul/target/special_mailboxes.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

class Planner {
 public:
  Planner(const maildir::Inventory& inventory, target::Profile profile,
          const ServerMailboxes& server, const MappingOptions& mapping,
          const SelectionOptions& selection, const std::vector<BegunFolder>& begun)
      : inventory_(&inventory),
        server_(&server),
        selection_(&selection),
        listed_(listed_mailboxes(server)),
        names_(profile, server.delimiter, listed_),
        special_(target::find_special_mailboxes(listed_, profile)),
        namespace_(split_levels(server.prefix, server.delimiter)),
        naming_(mapping, special_, namespace_),
        earlier_(names_, naming_.top(), server.delimiter.has_value()),
        tree_(names_) {
    for (const BegunFolder& folder : begun) {
      begun_.emplace(folder.directory, folder.mailbox);
    }
    for (const ServerMailbox& mailbox : server.mailboxes) {
      existing_.emplace(names_.collision_key(split_levels(mailbox.name, server.delimiter)),
                        &mailbox);
    }
  }

  Result<Plan> make() {
    tree_.fix(inbox_levels(), inbox_levels());
    if (!namespace_.empty()) {
      tree_.fix(namespace_, namespace_);
    }
    if (const std::optional<Levels> top = naming_.top()) {
      tree_.enclose(*top);
    }
    for (const target::SpecialUse use : target::kAllSpecialUses) {
      if (const Levels* levels = special_.find(use)) {
        tree_.fix(*levels, *levels);
      }
    }
    if (const Result<void> done = collect(); !done) {
      return fail(done.error());
    }
    tree_.resolve();
    for (std::size_t i = 0; i < plan_.folders.size(); ++i) {
      finish(plan_.folders[i], wanted_[i]);
    }
    mark_merged();
    list_new_mailboxes();
    if (const Levels* trash = special_.find(target::SpecialUse::Trash)) {
      plan_.trash_mailbox = join_levels(*trash, server_->delimiter);
    }
    return std::move(plan_);
  }

 private:
  static std::vector<target::ListedMailbox> listed_mailboxes(const ServerMailboxes& server) {
    std::vector<target::ListedMailbox> listed;
    listed.reserve(server.mailboxes.size());
    for (const ServerMailbox& mailbox : server.mailboxes) {
      listed.push_back({.levels = split_levels(mailbox.name, server.delimiter),
                        .attributes = mailbox.attributes});
    }
    return listed;
  }

  /// Wanted names of all folders that are not left out.
  Result<void> collect() {
    for (std::size_t i = 0; i < inventory_->folders.size(); ++i) {
      const maildir::Folder& folder = inventory_->folders[i];
      const std::string name = join_levels(folder.levels, '/');
      WantedName wanted = naming_.name_of(folder);
      if (const std::string why = why_skipped(name, wanted); !why.empty()) {
        plan_.skipped.push_back({.folder = i, .name = name, .why = why});
        continue;
      }
      note_missing_special(wanted, name);
      if (const auto begun = begun_.find(folder.directory); begun != begun_.end()) {
        const Levels journalled = split_levels(begun->second, server_->delimiter);
        if (earlier_.leads_elsewhere(wanted, journalled)) {
          return fail(contradiction(name, begun->second, wanted.levels));
        }
        // Its children follow it, and nobody else gets its name.
        tree_.fix(wanted.levels, journalled);
        tree_.fix(journalled, journalled);
      } else if (wanted.reason == MappingReason::Rule) {
        const Levels target = first_levels(wanted.levels, wanted.ruled);
        tree_.fix(target, names_.accept(target));
      }
      tree_.want(wanted.levels);
      plan_.folders.push_back({.folder = i,
                               .directory = folder.directory,
                               .name = name,
                               .reason = wanted.reason,
                               .subscribed = folder.subscribed,
                               .is_trash = wanted.is_trash});
      wanted_.push_back(std::move(wanted));
    }
    return {};
  }

  /// So that nobody wonders later why there are two mailboxes of the kind.
  void note_missing_special(const WantedName& wanted, const std::string& name) {
    if (!wanted.without_mailbox || server_->mailboxes.empty()) {
      return;
    }
    plan_.notes.push_back(fmt::format(
        "the server shows no mailbox of its own for {} messages, so {} keeps its name; to have the "
        "server make one, let the user sign in once with Outlook or webmail before the upload",
        target::words_of(*wanted.without_mailbox), text::escape_for_display(name)));
  }

  [[nodiscard]] std::string why_skipped(const std::string& name, const WantedName& wanted) const {
    if (const std::string_view why = why_not_selected(*selection_, name); !why.empty()) {
      return std::string(why);
    }
    if (wanted.is_trash && selection_->skip_trash != SkipTrash::No) {
      const std::size_t levels = split_levels(name, '/').size();
      const std::size_t own_level = wanted.lost_prefix ? levels - 1 : levels;
      if (selection_->skip_trash == SkipTrash::Tree || own_level == 1) {
        return "--skip-trash";
      }
    }
    return {};
  }

  [[nodiscard]] Error contradiction(const std::string& name, const std::string& journalled,
                                    const Levels& ruled) const {
    return {.kind = ErrorKind::Configuration,
            .text = fmt::format("a rule sends this folder to {}, but an earlier run began it in {}",
                                text::escape_for_display(join_levels(ruled, server_->delimiter)),
                                text::escape_for_display(journalled)),
            .where = text::escape_for_display(name),
            .hint = "Take the rule away, or roll the folder back before it goes elsewhere."};
  }

  void finish(PlannedFolder& folder, const WantedName& wanted) {
    const ResolvedName& resolved = tree_.resolved(wanted.levels);
    const auto existing = existing_.find(names_.collision_key(resolved.levels));
    folder.mailbox = resolved.levels == inbox_levels() ? inbox_levels().front()
                     : existing != existing_.end()
                         ? existing->second->name
                         : join_levels(resolved.levels, server_->delimiter);
    const auto begun = begun_.find(folder.directory);
    if (begun != begun_.end()) {
      folder.mailbox = begun->second;
      explain_begun(folder, wanted, split_levels(begun->second, server_->delimiter));
      return;
    }
    folder.name_changes = resolved.changes;
    for (const target::NameChange change : resolved.changes) {
      folder.changes.emplace_back(target::describe(change));
    }
    if (resolved.kept_apart) {
      folder.reason = MappingReason::KeptApart;
      folder.changes.emplace_back("numbered, because another folder has this name on the target");
    } else if (!resolved.changes.empty()) {
      folder.reason = MappingReason::Renamed;
    }
  }

  /// The journal is the reason only where nothing else would lead there.
  void explain_begun(PlannedFolder& folder, const WantedName& wanted, const Levels& journalled) {
    const target::AcceptedName accepted = names_.accept(wanted.levels);
    if (accepted.levels != journalled) {
      folder.reason = MappingReason::Journal;
      return;
    }
    for (const target::NameChange change : accepted.changes) {
      folder.changes.emplace_back(target::describe(change));
      folder.reason = MappingReason::Renamed;
    }
  }

  /// Of the folders that meet in one mailbox, the one that needed least to get there keeps its
  /// reason; the others are merged into it.
  void mark_merged() {
    std::map<std::string, std::vector<std::size_t>> by_mailbox;
    for (std::size_t i = 0; i < plan_.folders.size(); ++i) {
      by_mailbox[plan_.folders[i].mailbox].push_back(i);
    }
    for (auto& [mailbox, folders] : by_mailbox) {
      if (folders.size() < 2) {
        continue;
      }
      const auto first = std::ranges::min_element(folders, [&](auto left, auto right) {
        return std::pair(wanted_[left].lost_prefix, left) <
               std::pair(wanted_[right].lost_prefix, right);
      });
      std::vector<std::string> others;
      for (const std::size_t i : folders) {
        if (i != *first) {
          plan_.folders[i].reason = MappingReason::Merged;
          others.push_back(text::escape_for_display(plan_.folders[i].name));
        }
      }
      plan_.notes.push_back(fmt::format(
          "{} and {} are merged into {}", text::escape_for_display(plan_.folders[*first].name),
          fmt::join(others, ", "), text::escape_for_display(mailbox)));
    }
  }

  void list_new_mailboxes() {
    std::set<std::string> seen;
    for (const PlannedFolder& folder : plan_.folders) {
      const Levels levels = split_levels(folder.mailbox, server_->delimiter);
      for (std::size_t depth = 1; depth <= levels.size(); ++depth) {
        const Levels upper = first_levels(levels, depth);
        const std::string key = names_.collision_key(upper);
        const bool is_leaf = depth == levels.size();
        const auto existing = existing_.find(key);
        const bool exists =
            upper == inbox_levels() || upper == namespace_ ||
            (existing != existing_.end() && (!is_leaf || existing->second->is_selectable()));
        if (exists) {
          if (is_leaf && seen.insert(key).second) {
            ++plan_.existing;
          }
          continue;
        }
        if (seen.insert(key).second) {
          plan_.create.push_back(join_levels(upper, server_->delimiter));
        }
      }
    }
  }

  const maildir::Inventory* inventory_;
  const ServerMailboxes* server_;
  const SelectionOptions* selection_;
  std::vector<target::ListedMailbox> listed_;
  target::MailboxNames names_;
  target::SpecialMailboxes special_;
  Levels namespace_;
  FolderNaming naming_;
  EarlierPlaces earlier_;
  NameTree tree_;
  std::map<Bytes, std::string> begun_;
  std::map<std::string, const ServerMailbox*> existing_;  ///< by collision key
  std::vector<WantedName> wanted_;                        ///< beside plan_.folders
  Plan plan_;
};

}  // namespace

Result<Plan> make_plan(const maildir::Inventory& inventory, target::Profile profile,
                       const ServerMailboxes& server, const MappingOptions& mapping,
                       const SelectionOptions& selection, const std::vector<BegunFolder>& begun) {
  Result<Plan> plan = Planner(inventory, profile, server, mapping, selection, begun).make();
  if (plan) {
    UnusedRules unused = find_unused_rules(inventory.folders, mapping, selection);
    plan->unused_rules = std::move(unused.matters);
    std::ranges::move(unused.notes, std::back_inserter(plan->notes));
  }
  return plan;
}

}  // namespace mailhaul::migrate
