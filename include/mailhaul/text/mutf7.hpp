/// Modified UTF-7 for mailbox names (RFC 3501 section 5.1.3).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mailhaul::text {

/// Encodes valid UTF-8. Printable ASCII except '&' stands for itself.
[[nodiscard]] std::string encode_mutf7(std::string_view utf8);

/// Strict: std::nullopt for 8-bit octets, control octets, a lone or unterminated '&', base64 that
/// encodes printable ASCII, non-zero pad bits, adjacent shifts and lone surrogates.
[[nodiscard]] std::optional<std::string> decode_mutf7(std::string_view encoded);

/// For names that broken software left on disk: decodes where that is unambiguous (missing final
/// '-', non-zero pad bits, adjacent shifts, encoded ASCII) and keeps everything else literally,
/// with octets that are no UTF-8 read as windows-1252. Never fails; `decode_mutf7` tells whether it
/// was needed.
[[nodiscard]] std::string decode_mutf7_leniently(std::string_view encoded);

}  // namespace mailhaul::text
