#include "migrate/plan/wanted_name.hpp"

#include <algorithm>
#include <string>

namespace mailhaul::migrate {

WantedName FolderNaming::name_of(const maildir::Folder& folder) const {
  if (std::optional<WantedName> ruled = by_rule(folder.levels)) {
    return *ruled;
  }
  WantedName wanted{.levels = folder.levels};
  while (!wanted.levels.empty() && is_inbox_name(wanted.levels.front())) {
    wanted.levels.erase(wanted.levels.begin());
    wanted.lost_prefix = !folder.is_inbox;
  }
  if (wanted.lost_prefix) {
    wanted.reason = MappingReason::PrefixRemoved;
  }
  if (const std::optional<Levels> above = top()) {
    wanted.levels = *above + (wanted.levels.empty() ? inbox_levels() : wanted.levels);
  } else if (wanted.levels.empty()) {
    wanted.levels = inbox_levels();
    wanted.reason = MappingReason::Inbox;
  } else {
    place_special(wanted);
  }
  return wanted;
}

std::optional<Levels> FolderNaming::top() const {
  return mapping_->prefix.empty() ? std::nullopt
                                  : std::optional(*root_ + split_levels(mapping_->prefix, '/'));
}

/// The rule for the folder itself, else the one for the nearest folder above it.
std::optional<WantedName> FolderNaming::by_rule(const Levels& source) const {
  for (std::size_t depth = source.size(); depth > 0; --depth) {
    const std::string upper = join_levels(first_levels(source, depth), '/');
    const auto rule = std::ranges::find(mapping_->rules, upper, &MappingRule::from);
    // The INBOX has its rule for itself; other folders take their children with them.
    const bool is_for_others = depth < source.size() && is_inbox_name(upper);
    if (rule != mapping_->rules.end() && !is_for_others) {
      return obey(*rule, source, depth);
    }
  }
  return std::nullopt;
}

WantedName FolderNaming::obey(const MappingRule& rule, const Levels& source,
                              std::size_t depth) const {
  Levels target = split_levels(rule.to, '/');
  if (!target.empty() && is_inbox_name(target.front())) {
    target.front() = inbox_levels().front();
  }
  const bool is_inbox = target == inbox_levels() && depth == source.size();
  const Levels own = levels_from(source, depth);
  WantedName wanted{.levels = is_inbox ? inbox_levels() : *root_ + target + own,
                    .reason = MappingReason::Rule};
  wanted.ruled = wanted.levels.size() - own.size();
  const Levels* const trash = special_->find(target::SpecialUse::Trash);
  wanted.is_trash = trash != nullptr && is_at_or_below(wanted.levels, *trash);
  return wanted;
}

/// Special names count at the top level only; what is below them goes with them.
void FolderNaming::place_special(WantedName& wanted) const {
  const std::optional<target::SpecialUse> use =
      target::special_use_of_source_name(wanted.levels.front());
  const Levels* const mailbox = use ? special_->find(*use) : nullptr;
  wanted.is_trash = use == target::SpecialUse::Trash;
  if (mailbox != nullptr) {
    wanted.levels = *mailbox + levels_from(wanted.levels, 1);
    wanted.reason = MappingReason::SpecialUse;
    return;
  }
  if (wanted.levels.size() == 1) {
    wanted.without_mailbox = use;
  }
  wanted.levels = *root_ + wanted.levels;
}

}  // namespace mailhaul::migrate
