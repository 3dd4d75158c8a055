#include "migrate/plan/earlier_places.hpp"

#include "migrate/plan/name_tree.hpp"

#include <algorithm>

namespace mailhaul::migrate {

bool EarlierPlaces::leads_elsewhere(const WantedName& wanted, const Levels& journalled) const {
  if (wanted.reason == MappingReason::Rule) {
    return journalled != wanted.levels && !is_placed(wanted, journalled);
  }
  return top_ && !is_below_top(journalled);
}

bool EarlierPlaces::is_below_top(const Levels& journalled) const {
  const Levels accepted = names_->accept(*top_).levels;
  return has_levels_ ? is_at_or_below(journalled, accepted)
                     : journalled.front().starts_with(accepted.front());
}

/// A folder that is wanted there could have been begun so, in a mailbox that was numbered or not.
bool EarlierPlaces::is_placed(const WantedName& wanted, const Levels& journalled) const {
  Levels wished = wanted.levels;
  if (wished.size() > wanted.ruled) {
    if (const target::AcceptedName alone = names_->accept(Levels{wished.back()});
        is_unnamed(alone)) {
      wished.back() = alone.levels.front();
    }
  }
  return std::ranges::equal(
      journalled, names_->accept(wished).levels,
      [this](const std::string& begun, const std::string& level) {
        const std::size_t number = begun.rfind(" (");
        return are_one(begun, level) ||
               (number != std::string::npos &&
                are_one(begun, names_->with_suffix(level, begun.substr(number))));
      });
}

/// To the server.
bool EarlierPlaces::are_one(const std::string& left, const std::string& right) const {
  return names_->collision_key(Levels{left}) == names_->collision_key(Levels{right});
}

}  // namespace mailhaul::migrate
