#include "migrate/plan/name_tree.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace mailhaul::migrate {

bool is_unnamed(const target::AcceptedName& name) {
  return std::ranges::find(name.changes, target::NameChange::Unnamed) != name.changes.end();
}

void NameTree::fix(const Levels& wanted, const target::AcceptedName& final) {
  const std::string key = names_->collision_key(final.levels);
  const Levels& spelling = spellings_.try_emplace(key, final.levels).first->second;
  resolved_.try_emplace(
      wanted,
      ResolvedName{.levels = spelling, .changes = {final.changes.begin(), final.changes.end()}});
  enclose(wanted);
  taken_.insert(key);
}

void NameTree::want(const Levels& levels) {
  folders_.insert(levels);
  for (std::size_t depth = 1; depth <= levels.size(); ++depth) {
    wanted_.insert(first_levels(levels, depth));
  }
}

void NameTree::resolve() {
  std::map<std::size_t, std::vector<Levels>> by_depth;
  for (const Levels& levels : wanted_) {
    if (!resolved_.contains(levels)) {
      by_depth[levels.size()].push_back(levels);
    }
  }
  for (const auto& [depth, names] : by_depth) {
    std::vector<Levels> changed;
    for (const Levels& levels : names) {
      if (accepted(levels).changes.empty()) {
        place(levels);
      } else {
        changed.push_back(levels);
      }
    }
    std::ranges::for_each(changed, [this](const Levels& levels) { place(levels); });
  }
}

ResolvedName NameTree::accepted(const Levels& wanted) const {
  ResolvedName name;
  const Levels above = first_levels(wanted, wanted.size() - 1);
  if (!above.empty()) {
    name = resolved_.at(above);
  }
  Levels levels = name.levels;
  levels.push_back(wanted.back());
  if (const target::AcceptedName alone = names_->accept(Levels{wanted.back()});
      enclosing_.contains(above) && is_unnamed(alone)) {
    levels.back() = alone.levels.front();
    name.changes.insert(alone.changes.begin(), alone.changes.end());
  }
  target::AcceptedName result = names_->accept(levels);
  name.levels = std::move(result.levels);
  name.changes.insert(result.changes.begin(), result.changes.end());
  return name;
}

/// A level that the target's rules leave nothing of, and that only stands between others.
bool NameTree::is_passed_over(const Levels& wanted, const ResolvedName& name) const {
  if (folders_.contains(wanted)) {
    return false;
  }
  const std::size_t above =
      wanted.size() == 1 ? 0 : resolved_.at(first_levels(wanted, wanted.size() - 1)).levels.size();
  return name.levels.size() == above || name.changes.contains(target::NameChange::Unnamed);
}

void NameTree::place(const Levels& wanted) {
  ResolvedName name = accepted(wanted);
  if (is_passed_over(wanted, name)) {
    name.changes.erase(target::NameChange::Unnamed);
    name.levels.resize(std::min(name.levels.size(), wanted.size() - 1));
    resolved_.emplace(wanted, std::move(name));
    return;
  }
  const std::string level = name.levels.back();
  for (int number = 2; !taken_.insert(names_->collision_key(name.levels)).second; ++number) {
    name.levels.back() = names_->with_suffix(level, fmt::format(" ({})", number));
    name.kept_apart = true;
  }
  resolved_.emplace(wanted, std::move(name));
}

}  // namespace mailhaul::migrate
