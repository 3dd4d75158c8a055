/// How long a server is given to store a message whose answer was lost.
#pragma once

#include <chrono>
#include <optional>

#include <mailhaul/target/profile.hpp>

namespace mailhaul::migrate {

/// What --settle-after says, else the profile. A second is added, since the moment of a loss is
/// known in whole seconds only and the time must not be shorter than was asked for; none to 0.
[[nodiscard]] inline std::chrono::seconds settling_time(
    std::optional<std::chrono::seconds> settle_after, target::Profile profile) {
  const std::chrono::seconds asked = settle_after.value_or(target::traits(profile).settle_after);
  return asked.count() == 0 ? asked : asked + std::chrono::seconds(1);
}

}  // namespace mailhaul::migrate
