/// The table in which Exchange remembers the names of custom header fields (E2.8). A full table
/// refuses every message that brings a new name.
#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mailhaul::emulator {

class NamedProperties {
 public:
  explicit NamedProperties(std::size_t quota) : quota_(quota) {}

  /// Adds the names that are new and returns true; or adds none and returns false if they do not
  /// all fit. Names are compared without regard to case. `added` is called for each new name.
  bool promote(const std::vector<std::string>& names,
               const std::function<void(const std::string&)>& added);

  [[nodiscard]] bool contains(std::string_view name) const;

  [[nodiscard]] std::size_t size() const { return names_.size(); }

  [[nodiscard]] std::size_t quota() const { return quota_; }

 private:
  std::size_t quota_;
  std::set<std::string> names_;
};

}  // namespace mailhaul::emulator
