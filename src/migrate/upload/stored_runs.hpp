/// Marks messages as stored in the journal, those that follow one another in one go.
#pragma once

#include <cstdint>

#include <mailhaul/base/result.hpp>
#include <mailhaul/journal/journal.hpp>

namespace mailhaul::migrate {

/// All errors are of kind Journal.
class StoredRuns {
 public:
  /// It must outlive the object.
  explicit StoredRuns(journal::Journal& journal) : journal_(&journal) {}

  /// A message whose row has `flags` as the flags that are set. It is marked here, or later with
  /// others.
  [[nodiscard]] Result<void> add(journal::MessageId row, std::uint32_t uid, std::uint32_t flags);

  /// Marks what is not marked yet.
  [[nodiscard]] Result<void> write();

 private:
  journal::Journal* journal_;
  journal::StoredRun run_;
  std::uint32_t flags_of_first_ = 0;
};

}  // namespace mailhaul::migrate
