/// From reasons to a repair that answers them.
#pragma once

#include <optional>
#include <span>

#include <mailhaul/target/content_rules.hpp>

namespace mailhaul::target {

/// A plan that answers every reason and does what the options ask for, and nothing else. Empty if
/// there is nothing to do; std::nullopt if only wrapping helps. Every reason must have a remedy,
/// and the facts must be complete (message::kAllFacts).
[[nodiscard]] std::optional<message::RepairPlan> find_repair(const message::Facts& facts,
                                                             std::span<const Reason> reasons,
                                                             const ProfileTraits& traits,
                                                             const JudgeOptions& options);

}  // namespace mailhaul::target
