/// Repairs of single header fields. A field is given and returned as written, from its name to its
/// final line end; a field that needs no repair comes back octet for octet.
#pragma once

#include <string>
#include <string_view>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::message {

/// Folds lines longer than `longest` at blanks, and where there are none in 900 octets, between any
/// two. Unfolded, the field differs only in blanks added in the latter case.
[[nodiscard]] Bytes fold_field(ByteView field, std::size_t longest);

/// Keeps the first message identifier and as many of the last as fit; empty if there is none.
[[nodiscard]] Bytes cut_references(ByteView field, std::size_t longest);

/// Takes the display name off an address that is longer than `longest`; one that is too long
/// without becomes a display name itself, cut.
[[nodiscard]] Bytes cut_addresses(ByteView field, std::size_t longest);

/// Gives encoded words with an unknown charset the label utf-8 if that fits, else windows-1252, and
/// breaks the mark of encoded words that cannot be decoded, so that they are plain text.
[[nodiscard]] Bytes relabel_charsets(ByteView field);

/// Cuts parameters `name` and `filename` longer than `longest` UTF-16 code units; keeps the
/// extension.
[[nodiscard]] Bytes cut_file_name(ByteView field, std::size_t longest);

/// A Content-Type field with another type and without the parameters method and report-type; a
/// text/calendar part becomes a file.
[[nodiscard]] Bytes change_type(ByteView field, std::string_view type);

}  // namespace mailhaul::message
