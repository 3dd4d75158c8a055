/// The way to MAILDIR, which the administrator named and users may have filled with links.
#pragma once

#include <string>

#include <mailhaul/base/result.hpp>
#include <mailhaul/maildir/directory.hpp>

namespace mailhaul::maildir {

/// Opens MAILDIR. A symbolic link on the way is followed only if root owns it, or if it and what it
/// leads to have the same owner. The rules of the result name the owner of MAILDIR. Errors are
/// SourceUnusable.
[[nodiscard]] Result<Directory> open_maildir(const std::string& path, AccessRules rules = {});

}  // namespace mailhaul::maildir
