/// Patterns for folder names: '*' any characters but '/', '**' any characters, '?' one code point
/// but
/// '/', '[a-z]' and '[!a-z]' classes, '\' takes the next character literally.
#pragma once

#include <string_view>

namespace mailhaul::text {

/// Whether the whole UTF-8 name matches. Runs in time linear in name times pattern.
[[nodiscard]] bool glob_matches(std::string_view pattern, std::string_view name);

}  // namespace mailhaul::text
