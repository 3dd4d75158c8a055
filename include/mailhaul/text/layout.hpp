/// Text in the columns of a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mailhaul::text {

/// Columns that a line takes: two for a wide character (East Asian, emoji), none for a combining
/// mark. Input is UTF-8 without control characters; an octet that is no UTF-8 counts as one.
[[nodiscard]] std::size_t display_columns(std::string_view utf8);

/// Breaks a text at its blanks into lines that end before column `columns`. Every line but the
/// first starts with `indent` blanks; the first is taken to start in that column already. A longer
/// word stays whole on a line of its own. No final line break.
[[nodiscard]] std::string wrap(std::string_view utf8, std::size_t indent, std::size_t columns = 80);

/// Blanks after the text, or before it, until it takes `columns`.
[[nodiscard]] std::string pad_right(std::string_view utf8, std::size_t columns);
[[nodiscard]] std::string pad_left(std::string_view utf8, std::size_t columns);

}  // namespace mailhaul::text
