#include "migrate/delta/flag_merge.hpp"

#include <mailhaul/journal/types.hpp>
#include <mailhaul/migrate/flag_policy.hpp>

namespace mailhaul::migrate {

std::uint32_t merge_flags(const FlagHistory& history, const CarriedFlags& carried) {
  std::uint32_t followable = journal::flag::kSeen | journal::flag::kAnswered |
                             journal::flag::kFlagged | journal::flag::kDraft;
  // A mark that was given goes with T, whatever the policy is by now: it would cost the message.
  const std::uint32_t taken_off = history.source_before & ~history.source_now & history.given;
  if (carried.trashed == target::TrashedPolicy::Mark ||
      (taken_off & journal::flag::kDeleted) != 0) {
    followable |= journal::flag::kDeleted;
  }
  if (carried.forwarded) {
    followable |= journal::flag::kForwarded;
  }
  const std::uint32_t changed = (history.source_before ^ history.source_now) & followable;
  const std::uint32_t owned_by_target = history.found ^ history.given;
  const std::uint32_t followed = changed & ~owned_by_target;
  const std::uint32_t left = changed & owned_by_target;
  return (history.wanted & ~changed) | (history.source_now & followed) | (history.given & left);
}

std::uint32_t source_flags(maildir::FlagSet flags) {
  const std::uint32_t forwarded =
      flags.contains(maildir::Flag::Passed) ? journal::flag::kForwarded : 0U;
  return plan_flags(flags, {}, {.mark_trashed = true}).wanted | forwarded;
}

}  // namespace mailhaul::migrate
