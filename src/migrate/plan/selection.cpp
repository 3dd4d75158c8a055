#include "migrate/plan/selection.hpp"

#include "migrate/plan/levels.hpp"

#include <algorithm>
#include <string>

#include <mailhaul/migrate/plan.hpp>
#include <mailhaul/text/glob.hpp>

namespace mailhaul::migrate {

std::string_view why_not_selected(const SelectionOptions& selection, std::string_view name) {
  const auto matches = [&](const std::string& pattern) {
    return text::glob_matches(pattern, name);
  };
  if (!selection.include.empty() && std::ranges::none_of(selection.include, matches)) {
    return "not among --include";
  }
  return std::ranges::any_of(selection.exclude, matches) ? "--exclude" : "";
}

bool is_selected(const SelectionOptions& selection, const std::vector<std::string>& levels) {
  return why_not_selected(selection, join_levels(levels, '/')).empty();
}

}  // namespace mailhaul::migrate
