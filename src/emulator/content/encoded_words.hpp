/// Encoded words (RFC 2047) as the emulated server reads them, and the charsets that it knows.
#pragma once

#include <string>
#include <string_view>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::emulator {

/// Whether Exchange has a code page of this name.
bool knows_charset(std::string_view charset);

/// An encoded word with a charset that is not known.
bool has_unknown_charset(ByteView value);

/// An encoded word that cannot be read at all: unknown charset, an encoding other than B and Q, or
/// text that does not decode.
bool has_unreadable_word(ByteView value);

/// The length of a value in characters, with encoded words decoded.
std::size_t decoded_length(ByteView value);

/// A value as it is shown, in UTF-8. Words that cannot be decoded stay as they are.
Bytes decode_words(ByteView value);

}  // namespace mailhaul::emulator
