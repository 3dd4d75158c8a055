/// Stores of mail that are no Maildir.
#pragma once

#include "maildir/folder_examiner.hpp"

#include <optional>
#include <string>

namespace mailhaul::maildir {

/// Dovecot's LAYOUT=index: directories named by 32 hexadecimal digits, whose folder names are only
/// in a binary index.
[[nodiscard]] bool has_guid_layout(const Directory& directory, const DirectoryContents& contents);

/// The name of the format, as in "this is ...", by the files that only it has.
[[nodiscard]] std::optional<std::string> recognise_foreign_format(
    const Directory& directory, const DirectoryContents& contents);

}  // namespace mailhaul::maildir
