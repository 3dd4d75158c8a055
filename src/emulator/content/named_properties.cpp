#include "emulator/content/named_properties.hpp"

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::emulator {

bool NamedProperties::promote(const std::vector<std::string>& names,
                              const std::function<void(const std::string&)>& added) {
  std::set<std::string> fresh;
  for (const auto& name : names) {
    std::string key = text::to_lower(name);
    if (!names_.contains(key)) {
      fresh.insert(std::move(key));
    }
  }
  if (!fresh.empty() && names_.size() + fresh.size() > quota_) {
    return false;
  }
  for (const auto& name : fresh) {
    names_.insert(name);
    added(name);
  }
  return true;
}

bool NamedProperties::contains(std::string_view name) const {
  return names_.contains(text::to_lower(name));
}

}  // namespace mailhaul::emulator
