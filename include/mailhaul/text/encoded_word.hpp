/// Encoded words in header fields (RFC 2047) and the charsets they name (iconv).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mailhaul::text {

/// Decodes a field body to UTF-8: unfolds, decodes every valid encoded word (blanks between two of
/// them vanish), reads raw octets as UTF-8 or else windows-1252. What cannot be decoded stays as it
/// is written. Never fails; output is valid UTF-8 and bounded by a small multiple of the input.
[[nodiscard]] std::string decode_encoded_words(std::string_view field_body);

/// The parts of an encoded word "=?charset?B|Q?text?=", as views into the field body.
struct EncodedWord {
  std::string_view charset;  ///< without an RFC 2231 language suffix
  char encoding = 0;         ///< 'B' or 'Q'
  std::string_view text;
};

/// The first encoded word at or after `from`, and where it ends.
struct FoundEncodedWord {
  EncodedWord word;
  std::size_t begin = 0;
  std::size_t end = 0;
};

[[nodiscard]] std::optional<FoundEncodedWord> find_encoded_word(std::string_view field_body,
                                                                std::size_t from);

/// Encodes UTF-8 text as one or more B encoded words in UTF-8, each at most 75 octets, separated by
/// CRLF and a blank; plain ASCII text stays as it is.
[[nodiscard]] std::string encode_words(std::string_view utf8);

/// Converts octets in a named charset to UTF-8; std::nullopt if the charset is unknown here or the
/// octets do not fit it.
[[nodiscard]] std::optional<std::string> to_utf8(std::string_view bytes, std::string_view charset);

/// Whether this machine can decode the charset.
[[nodiscard]] bool is_known_charset(std::string_view charset);

}  // namespace mailhaul::text
