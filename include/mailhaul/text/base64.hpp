/// Base64 (RFC 4648 section 4), with padding.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mailhaul::text {

[[nodiscard]] std::string encode_base64(std::string_view bytes);

/// Strict: std::nullopt for any octet outside the alphabet, bad padding or non-zero pad bits.
[[nodiscard]] std::optional<std::string> decode_base64(std::string_view encoded);

}  // namespace mailhaul::text
