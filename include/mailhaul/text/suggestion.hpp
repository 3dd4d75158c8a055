/// "Did you mean": the nearest of the names that exist.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace mailhaul::text {

/// The name with the fewest insertions, deletions, replacements and swaps of neighbours from
/// `word`, if these are at most a third of its length (and at least one); a name that starts with
/// `word` also counts as near. The first one wins.
[[nodiscard]] std::optional<std::string_view> nearest(std::string_view word,
                                                      std::span<const std::string_view> names);

}  // namespace mailhaul::text
