/// Whether a folder that was begun in an earlier run may go on where it was begun.
#pragma once

#include "migrate/plan/levels.hpp"
#include "migrate/plan/wanted_name.hpp"

#include <optional>
#include <string>
#include <utility>

#include <mailhaul/target/mailbox_names.hpp>

namespace mailhaul::migrate {

class EarlierPlaces {
 public:
  /// `names` must outlive the object. `top`: where the user wants all folders that no rule names.
  EarlierPlaces(const target::MailboxNames& names, std::optional<Levels> top, bool has_levels)
      : names_(&names), top_(std::move(top)), has_levels_(has_levels) {}

  /// What the user asks for now is not where the folder was begun. Without a rule and a prefix
  /// nothing is asked for.
  [[nodiscard]] bool leads_elsewhere(const WantedName& wanted, const Levels& journalled) const;

 private:
  [[nodiscard]] bool is_below_top(const Levels& journalled) const;
  [[nodiscard]] bool is_placed(const WantedName& wanted, const Levels& journalled) const;
  [[nodiscard]] bool are_one(const std::string& left, const std::string& right) const;

  const target::MailboxNames* names_;
  std::optional<Levels> top_;
  bool has_levels_;
};

}  // namespace mailhaul::migrate
