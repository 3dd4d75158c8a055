#include "migrate/source/header_names.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace mailhaul::migrate {

void HeaderNames::add(std::span<const std::string> names) {
  for (const std::string& name : names) {
    const std::size_t hash = std::hash<std::string>()(name);
    if (hashes_.contains(hash) || hashes_.size() == kMostCounted) {
      continue;
    }
    hashes_.insert(hash);
    if (names_.size() < AuditSummary::kMostHeaderNames) {
      names_.push_back(name.substr(0, kLongestName));
    }
  }
}

std::vector<std::string> HeaderNames::take_names() {
  std::ranges::sort(names_);
  return std::move(names_);
}

}  // namespace mailhaul::migrate
