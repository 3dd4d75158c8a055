/// Opening a path so that it cannot lead out of the directory where it starts.
#pragma once

#include <string>
#include <variant>

#include <mailhaul/base/unique_fd.hpp>
#include <mailhaul/maildir/directory.hpp>

namespace mailhaul::maildir {

/// Opens `path`, relative to the directory `base`, with open(2)'s `flags`; O_CLOEXEC, O_NOFOLLOW,
/// O_NONBLOCK and, where it is allowed, O_NOATIME are added. Neither the last component nor one on
/// the way may be a symbolic link, and ".." is refused.
[[nodiscard]] std::variant<UniqueFd, Refused> open_beneath(int base, const std::string& path,
                                                           int flags, PathLookup lookup);

/// What an errno of open(2) means for a name in a tree.
[[nodiscard]] Refused refused_by(int error_number);

}  // namespace mailhaul::maildir
