/// The levels of folders' and mailboxes' names.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailhaul::migrate {

/// From the top, in UTF-8; INBOX has one.
using Levels = std::vector<std::string>;

[[nodiscard]] const Levels& inbox_levels();
/// In any case (RFC 9051 section 5.1).
[[nodiscard]] bool is_inbox_name(std::string_view level);

/// Without empty levels. No delimiter: the name has one level.
[[nodiscard]] Levels split_levels(std::string_view name, std::optional<char> delimiter);
[[nodiscard]] std::string join_levels(const Levels& levels, std::optional<char> delimiter);

[[nodiscard]] Levels first_levels(const Levels& levels, std::size_t count);
[[nodiscard]] Levels levels_from(const Levels& levels, std::size_t first);
[[nodiscard]] Levels operator+(Levels upper, const Levels& lower);
/// `levels` is `upper` or below it.
[[nodiscard]] bool is_at_or_below(const Levels& levels, const Levels& upper);

}  // namespace mailhaul::migrate
