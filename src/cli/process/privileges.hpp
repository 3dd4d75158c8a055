/// Giving root up, for good, before a tree that users can write is read.
#pragma once

#include <sys/types.h>

#include <mailhaul/base/result.hpp>
#include <mailhaul/maildir/directory.hpp>

namespace mailhaul::cli {

/// Who the process becomes.
struct Owner {
  uid_t user = 0;
  gid_t group = 0;
};

/// Owner and group of an open file or directory, from fstat(2). The group of root is never taken
/// over with another owner: such a directory gives the group 65534, which owns nothing.
[[nodiscard]] Result<Owner> owner_of(int fd);

[[nodiscard]] bool is_root();

/// No core dump of this process, and no other process of the same user may look into it.
[[nodiscard]] Result<void> forbid_core_dumps();

/// Sets groups, gid and uid (real, effective, saved) to the owner's, gives up all capabilities and
/// the ability to gain any by execve(2), and makes sure that nothing can be had back. With
/// ReadAs::Root one capability is kept: to read any file (CAP_DAC_READ_SEARCH). To be called as
/// root, with an owner who is not root, and before there are threads. Internal if anything fails:
/// the caller must end.
[[nodiscard]] Result<void> give_up_root(const Owner& owner, maildir::ReadAs read_as);

}  // namespace mailhaul::cli
