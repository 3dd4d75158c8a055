/// Where journals live when no --journal is given.
#pragma once

#include "cli/process/privileges.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/result.hpp>

namespace mailhaul::cli {

/// Below it root keeps one directory for each owner of Maildirs.
inline constexpr std::string_view kRootState = "/var/lib/mailhaul";

/// As root: makes `root`/UID, mode 0700, and gives it to the owner. What is there already must be a
/// real directory of root (`root`) or of the owner (`root`/UID) that nobody else can write. Errors
/// are Journal.
[[nodiscard]] Result<std::string> make_owner_state(const std::string& root, const Owner& owner);

/// Not as root: $XDG_STATE_HOME/mailhaul, else $HOME/.local/state/mailhaul. Nothing is made.
/// Journal if neither variable holds an absolute path.
[[nodiscard]] Result<std::string> user_state();

/// "HOST/USER/TREE.db" with each name percent-escaped; TREE is the canonical path of MAILDIR
/// without its first '/'. A name too long for a file system ends in its SHA-256 instead.
[[nodiscard]] std::string journal_name(std::string_view host, std::string_view user,
                                       ByteView canonical_maildir);

/// Makes the directories above `path` that are missing, mode 0700. Journal if that is impossible.
[[nodiscard]] Result<void> make_parents(const std::string& path);

/// All journals of one tree below a state directory, sorted.
[[nodiscard]] std::vector<std::string> journals_of(const std::string& state,
                                                   ByteView canonical_maildir);

/// The one of `journals`, as `journals_of` gives them, that belongs to this server and user.
[[nodiscard]] std::optional<std::string> journal_among(const std::vector<std::string>& journals,
                                                       std::string_view host, std::string_view user,
                                                       ByteView canonical_maildir);

}  // namespace mailhaul::cli
