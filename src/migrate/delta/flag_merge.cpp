#include "migrate/delta/flag_merge.hpp"

#include <mailhaul/journal/types.hpp>
#include <mailhaul/migrate/flag_policy.hpp>

namespace mailhaul::migrate {

std::uint32_t merge_flags(const FlagHistory& history, target::TrashedPolicy trashed) {
  constexpr std::uint32_t kAll = journal::flag::kSeen | journal::flag::kAnswered |
                                 journal::flag::kFlagged | journal::flag::kDraft;
  const std::uint32_t carried =
      trashed == target::TrashedPolicy::Mark ? kAll | journal::flag::kDeleted : kAll;
  const std::uint32_t changed = (history.source_before ^ history.source_now) & carried;
  const std::uint32_t owned_by_target = history.found ^ history.given;
  const std::uint32_t followed = changed & ~owned_by_target;
  const std::uint32_t left = changed & owned_by_target;
  return (history.wanted & ~changed) | (history.source_now & followed) | (history.given & left);
}

std::uint32_t source_flags(maildir::FlagSet flags) {
  return plan_flags(flags, {}, {.mark_trashed = true}).wanted;
}

}  // namespace mailhaul::migrate
