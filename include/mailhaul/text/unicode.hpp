/// Normalisation and case folding (utf8proc), for finding names that a server takes for the same.
#pragma once

#include <string>
#include <string_view>

namespace mailhaul::text {

/// Normalisation form C. Invalid UTF-8 is returned unchanged.
[[nodiscard]] std::string nfc(std::string_view utf8);

/// NFC and full case folding: two names with equal keys are one mailbox on Exchange. Invalid UTF-8
/// is returned unchanged.
[[nodiscard]] std::string fold_case(std::string_view utf8);

/// Takes U+0020, U+00A0 and tabs off both ends.
[[nodiscard]] std::string trim_blanks(std::string_view utf8);

}  // namespace mailhaul::text
