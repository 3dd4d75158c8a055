/// Makes bytes from file names, messages and servers safe to show and to use in paths.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mailhaul::text {

/// One line for a terminal or log: valid UTF-8 stays, control characters (C0, DEL, C1),
/// bidirectional overrides, line separators, octets that are no UTF-8 and the backslash become \n,
/// \t, \\ or \xNN.
[[nodiscard]] std::string escape_for_display(std::string_view bytes);

/// The same, cut to at most `max` code points with "…" at the end.
[[nodiscard]] std::string shorten_for_display(std::string_view bytes, std::size_t max);

/// One path component: letters, digits and "-_.@+=" stay, everything else becomes %XX; "." and ".."
/// are escaped too, and the result is never empty.
[[nodiscard]] std::string percent_escape(std::string_view bytes);

/// The inverse; std::nullopt for a malformed escape.
[[nodiscard]] std::optional<std::string> percent_unescape(std::string_view escaped);

}  // namespace mailhaul::text
