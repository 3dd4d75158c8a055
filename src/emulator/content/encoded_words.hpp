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

/// Octets of a value that are shown, with encoded words decoded but not converted: an estimate of
/// its length in characters.
std::size_t decoded_length(ByteView value);

/// Decodes what is ASCII or UTF-8; other charsets stay octets. For showing a Subject.
Bytes decode_words(ByteView value);

}  // namespace mailhaul::emulator
