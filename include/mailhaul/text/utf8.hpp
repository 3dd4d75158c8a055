/// UTF-8 (RFC 3629): strict decoding, no surrogates, no overlong forms.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mailhaul::text {

/// Takes the first code point off `rest`. Nothing is consumed and std::nullopt returned if `rest`
/// is empty or does not start with a valid sequence.
std::optional<char32_t> take_code_point(std::string_view& rest);

[[nodiscard]] bool is_valid_utf8(std::string_view bytes);

/// Appends a code point; surrogates and values beyond U+10FFFF become U+FFFD.
void append_utf8(std::string& out, char32_t code_point);

/// Length in UTF-16 code units, the unit of Exchange's folder name limits. Input must be valid
/// UTF-8.
[[nodiscard]] std::size_t utf16_length(std::string_view utf8);

/// Bytes as UTF-8 if they are, else read as windows-1252 (undefined positions become U+FFFD).
[[nodiscard]] std::string utf8_or_windows1252(std::string_view bytes);

}  // namespace mailhaul::text
