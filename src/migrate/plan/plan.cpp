#include "migrate/plan/name_tree.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <mailhaul/migrate/plan.hpp>
#include <mailhaul/target/special_mailboxes.hpp>
#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/escape.hpp>
#include <mailhaul/text/glob.hpp>

namespace mailhaul::migrate {
namespace {

const Levels kInbox{"INBOX"};

bool is_inbox_name(std::string_view level) {
  return text::equals_ignoring_case(level, kInbox.front());
}

Levels split(std::string_view name, std::optional<char> delimiter) {
  Levels levels;
  std::size_t begin = 0;
  while (delimiter) {
    const std::size_t end = name.find(*delimiter, begin);
    if (end == std::string_view::npos) {
      break;
    }
    levels.emplace_back(name.substr(begin, end - begin));
    begin = end + 1;
  }
  levels.emplace_back(name.substr(begin));
  std::erase(levels, std::string());
  return levels;
}

std::string join(const Levels& levels, std::optional<char> delimiter) {
  return fmt::format("{}", fmt::join(levels, delimiter ? std::string(1, *delimiter) : ""));
}

Levels operator+(Levels left, const Levels& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

Levels front(const Levels& levels, std::size_t count) {
  return {levels.begin(), levels.begin() + static_cast<std::ptrdiff_t>(count)};
}

Levels tail(const Levels& levels, std::size_t from) {
  return {levels.begin() + static_cast<std::ptrdiff_t>(from), levels.end()};
}

/// A folder's name before the target's name rules.
struct WantedName {
  Levels levels;
  MappingReason reason = MappingReason::SameName;
  std::size_t ruled = 0;  ///< so many of the levels are the words of a rule
  bool is_trash = false;
  bool lost_prefix = false;
};

std::string_view why_not_selected(const SelectionOptions& selection, std::string_view name) {
  const auto matches = [&](const std::string& pattern) {
    return text::glob_matches(pattern, name);
  };
  if (!selection.include.empty() && std::ranges::none_of(selection.include, matches)) {
    return "not among --include";
  }
  return std::ranges::any_of(selection.exclude, matches) ? "--exclude" : "";
}

class Planner {
 public:
  Planner(const maildir::Inventory& inventory, target::Profile profile,
          const ServerMailboxes& server, const MappingOptions& mapping,
          const SelectionOptions& selection, const std::vector<BegunFolder>& begun)
      : inventory_(&inventory),
        server_(&server),
        mapping_(&mapping),
        selection_(&selection),
        listed_(listed_mailboxes(server)),
        names_(profile, server.delimiter, listed_),
        special_(target::find_special_mailboxes(listed_, profile)),
        namespace_(split(server.prefix, server.delimiter)),
        tree_(names_) {
    for (const BegunFolder& folder : begun) {
      begun_.emplace(folder.directory, folder.mailbox);
    }
    for (const ServerMailbox& mailbox : server.mailboxes) {
      existing_.emplace(names_.collision_key(split(mailbox.name, server.delimiter)), &mailbox);
    }
  }

  Result<Plan> make() {
    tree_.fix(kInbox, kInbox);
    if (!namespace_.empty()) {
      tree_.fix(namespace_, namespace_);
    }
    if (!mapping_->prefix.empty()) {
      tree_.enclose(namespace_ + split(mapping_->prefix, '/'));
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
      plan_.trash_mailbox = join(*trash, server_->delimiter);
    }
    return std::move(plan_);
  }

 private:
  static std::vector<target::ListedMailbox> listed_mailboxes(const ServerMailboxes& server) {
    std::vector<target::ListedMailbox> listed;
    listed.reserve(server.mailboxes.size());
    for (const ServerMailbox& mailbox : server.mailboxes) {
      listed.push_back(
          {.levels = split(mailbox.name, server.delimiter), .attributes = mailbox.attributes});
    }
    return listed;
  }

  /// Wanted names of all folders that are not left out.
  Result<void> collect() {
    for (std::size_t i = 0; i < inventory_->folders.size(); ++i) {
      const maildir::Folder& folder = inventory_->folders[i];
      const std::string name = join(folder.levels, '/');
      WantedName wanted = wanted_name(folder.levels, name, folder.is_inbox);
      if (const std::string why = why_skipped(name, wanted); !why.empty()) {
        plan_.skipped.push_back({.folder = i, .name = name, .why = why});
        continue;
      }
      if (const auto begun = begun_.find(folder.directory); begun != begun_.end()) {
        const Levels journalled = split(begun->second, server_->delimiter);
        if (leads_elsewhere(wanted, journalled)) {
          return fail(contradiction(name, begun->second, wanted.levels));
        }
        // Its children follow it, and nobody else gets its name.
        tree_.fix(wanted.levels, journalled);
        tree_.fix(journalled, journalled);
      } else if (wanted.reason == MappingReason::Rule) {
        const Levels target = front(wanted.levels, wanted.ruled);
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

  WantedName wanted_name(const Levels& levels, const std::string& name, bool is_inbox) {
    if (std::optional<WantedName> ruled = by_rule(levels)) {
      return *ruled;
    }
    WantedName wanted;
    wanted.levels = levels;
    while (!wanted.levels.empty() && is_inbox_name(wanted.levels.front())) {
      wanted.levels.erase(wanted.levels.begin());
      wanted.lost_prefix = !is_inbox;
    }
    if (!mapping_->prefix.empty()) {
      wanted.levels = namespace_ + split(mapping_->prefix, '/') +
                      (wanted.levels.empty() ? kInbox : wanted.levels);
      wanted.reason = wanted.lost_prefix ? MappingReason::PrefixRemoved : MappingReason::SameName;
      return wanted;
    }
    if (wanted.levels.empty()) {
      wanted.levels = kInbox;
      wanted.reason = MappingReason::Inbox;
      return wanted;
    }
    if (wanted.lost_prefix) {
      wanted.reason = MappingReason::PrefixRemoved;
    }
    place_special(wanted, name);
    return wanted;
  }

  [[nodiscard]] std::optional<WantedName> by_rule(const Levels& levels) const {
    for (std::size_t depth = levels.size(); depth > 0; --depth) {
      const std::string upper =
          join({levels.begin(), levels.begin() + static_cast<std::ptrdiff_t>(depth)}, '/');
      const auto rule = std::ranges::find_if(
          mapping_->rules, [&](const MappingRule& candidate) { return candidate.from == upper; });
      if (rule == mapping_->rules.end()) {
        continue;
      }
      // The INBOX has its rule for itself; other folders take their children with them.
      if (depth < levels.size() && is_inbox_name(upper)) {
        continue;
      }
      Levels target = split(rule->to, '/');
      if (!target.empty() && is_inbox_name(target.front())) {
        target.front() = kInbox.front();
      }
      WantedName wanted;
      wanted.reason = MappingReason::Rule;
      wanted.levels = target == kInbox && depth == levels.size()
                          ? kInbox
                          : namespace_ + target + tail(levels, depth);
      wanted.ruled = wanted.levels.size() - (levels.size() - depth);
      wanted.is_trash = is_below_trash(wanted.levels);
      return wanted;
    }
    return std::nullopt;
  }

  [[nodiscard]] bool is_below_trash(const Levels& levels) const {
    const Levels* trash = special_.find(target::SpecialUse::Trash);
    return trash != nullptr && levels.size() >= trash->size() &&
           std::equal(trash->begin(), trash->end(), levels.begin());
  }

  /// Special names count at the top level only; what is below them goes with them.
  void place_special(WantedName& wanted, const std::string& name) {
    const std::optional<target::SpecialUse> use =
        target::special_use_of_source_name(wanted.levels.front());
    const Levels* mailbox = use ? special_.find(*use) : nullptr;
    wanted.is_trash = use == target::SpecialUse::Trash;
    if (mailbox != nullptr) {
      wanted.levels = *mailbox + tail(wanted.levels, 1);
      wanted.reason = MappingReason::SpecialUse;
      return;
    }
    if (use && wanted.levels.size() == 1 && !server_->mailboxes.empty()) {
      plan_.notes.push_back(fmt::format(
          "the server shows no mailbox of its own for {} messages, so {} keeps its name; to have "
          "the "
          "server make one, let the user sign in once with Outlook or webmail before the upload",
          target::words_of(*use), text::escape_for_display(name)));
    }
    wanted.levels = namespace_ + wanted.levels;
  }

  [[nodiscard]] std::string why_skipped(const std::string& name, const WantedName& wanted) const {
    if (const std::string_view why = why_not_selected(*selection_, name); !why.empty()) {
      return std::string(why);
    }
    if (wanted.is_trash && selection_->skip_trash != SkipTrash::No) {
      const Levels levels = split(name, '/');
      const std::size_t own_level = wanted.lost_prefix ? levels.size() - 1 : levels.size();
      if (selection_->skip_trash == SkipTrash::Tree || own_level == 1) {
        return "--skip-trash";
      }
    }
    return {};
  }

  /// What the user asks for now is not where the folder was begun.
  [[nodiscard]] bool leads_elsewhere(const WantedName& wanted, const Levels& journalled) const {
    if (wanted.reason == MappingReason::Rule) {
      return journalled != wanted.levels &&
             !is_placed(tail(wanted.levels, wanted.ruled), journalled,
                        front(wanted.levels, wanted.ruled));
    }
    if (mapping_->prefix.empty()) {
      return false;
    }
    const Levels top = names_.accept(namespace_ + split(mapping_->prefix, '/')).levels;
    return journalled.size() < top.size() ||
           !std::equal(top.begin(), top.end(), journalled.begin());
  }

  /// Whether a folder that is wanted as `own` below `target` could have been begun there, in a
  /// mailbox that was numbered or not.
  [[nodiscard]] bool is_placed(const Levels& own, const Levels& journalled,
                               const Levels& target) const {
    Levels accepted = names_.accept(target + own).levels;
    if (!own.empty() && accepted.size() == target.size()) {
      accepted = accepted + names_.accept({}).levels;
    }
    return std::ranges::equal(
        journalled, accepted, [this](const std::string& begun, const std::string& wished) {
          const std::size_t number = begun.rfind(" (");
          return begun == wished || (number != std::string::npos &&
                                     begun == names_.with_suffix(wished, begun.substr(number)));
        });
  }

  [[nodiscard]] Error contradiction(const std::string& name, const std::string& journalled,
                                    const Levels& ruled) const {
    return {.kind = ErrorKind::Configuration,
            .text = fmt::format("a rule sends this folder to {}, but an earlier run began it in {}",
                                text::escape_for_display(join(ruled, server_->delimiter)),
                                text::escape_for_display(journalled)),
            .where = text::escape_for_display(name),
            .hint = "Take the rule away, or roll the folder back before it goes elsewhere."};
  }

  void finish(PlannedFolder& folder, const WantedName& wanted) {
    const ResolvedName& resolved = tree_.resolved(wanted.levels);
    const auto existing = existing_.find(names_.collision_key(resolved.levels));
    folder.mailbox = resolved.levels == kInbox     ? kInbox.front()
                     : existing != existing_.end() ? existing->second->name
                                                   : join(resolved.levels, server_->delimiter);
    const auto begun = begun_.find(folder.directory);
    if (begun != begun_.end()) {
      folder.mailbox = begun->second;
      explain_begun(folder, wanted, split(begun->second, server_->delimiter));
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
      const Levels levels = split(folder.mailbox, server_->delimiter);
      for (std::size_t depth = 1; depth <= levels.size(); ++depth) {
        const Levels upper(levels.begin(), levels.begin() + static_cast<std::ptrdiff_t>(depth));
        const std::string key = names_.collision_key(upper);
        const bool is_leaf = depth == levels.size();
        const auto existing = existing_.find(key);
        const bool exists =
            upper == kInbox || upper == namespace_ ||
            (existing != existing_.end() && (!is_leaf || existing->second->is_selectable()));
        if (exists) {
          if (is_leaf && seen.insert(key).second) {
            ++plan_.existing;
          }
          continue;
        }
        if (seen.insert(key).second) {
          plan_.create.push_back(join(upper, server_->delimiter));
        }
      }
    }
  }

  const maildir::Inventory* inventory_;
  const ServerMailboxes* server_;
  const MappingOptions* mapping_;
  const SelectionOptions* selection_;
  std::vector<target::ListedMailbox> listed_;
  target::MailboxNames names_;
  target::SpecialMailboxes special_;
  Levels namespace_;
  NameTree tree_;
  std::map<Bytes, std::string> begun_;
  std::map<std::string, const ServerMailbox*> existing_;  ///< by collision key
  std::vector<WantedName> wanted_;                        ///< beside plan_.folders
  Plan plan_;
};

}  // namespace

std::string to_string(MappingReason reason) {
  switch (reason) {
    case MappingReason::Inbox:
      return "inbox";
    case MappingReason::SameName:
      return "same-name";
    case MappingReason::SpecialUse:
      return "special-use";
    case MappingReason::PrefixRemoved:
      return "prefix-removed";
    case MappingReason::Merged:
      return "merged";
    case MappingReason::Renamed:
      return "renamed";
    case MappingReason::KeptApart:
      return "kept-apart";
    case MappingReason::Rule:
      return "rule";
    case MappingReason::Journal:
      return "journal";
  }
  return "same-name";
}

bool is_selected(const SelectionOptions& selection, std::string_view name) {
  return why_not_selected(selection, name).empty();
}

bool ServerMailbox::is_selectable() const {
  return std::ranges::none_of(attributes, [](const std::string& attribute) {
    return text::equals_ignoring_case(attribute, "\\Noselect") ||
           text::equals_ignoring_case(attribute, "\\NonExistent");
  });
}

Result<Plan> make_plan(const maildir::Inventory& inventory, target::Profile profile,
                       const ServerMailboxes& server, const MappingOptions& mapping,
                       const SelectionOptions& selection, const std::vector<BegunFolder>& begun) {
  return Planner(inventory, profile, server, mapping, selection, begun).make();
}

}  // namespace mailhaul::migrate
