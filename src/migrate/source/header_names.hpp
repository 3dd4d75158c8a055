/// Counts distinct names of X- header fields: each costs a named property on Exchange.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include <mailhaul/migrate/audit.hpp>

namespace mailhaul::migrate {

class HeaderNames {
 public:
  /// Names in lower case.
  void add(std::span<const std::string> names);

  /// Distinct names; of more than kMostCounted no further one is counted.
  [[nodiscard]] std::uint64_t count() const { return hashes_.size(); }

  /// The first of them that were met, at most AuditSummary::kMostHeaderNames, sorted.
  [[nodiscard]] std::vector<std::string> take_names();

 private:
  /// Whoever wrote the messages chose the names: their number is bounded.
  static constexpr std::size_t kMostCounted = 100'000;
  static constexpr std::size_t kLongestName = 200;

  std::unordered_set<std::size_t> hashes_;
  std::vector<std::string> names_;
};

}  // namespace mailhaul::migrate
