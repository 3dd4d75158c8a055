/// The Maildirs of many users.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <mailhaul/base/result.hpp>

namespace mailhaul::cli {

struct UserMaildirs {
  std::vector<std::string> paths;  ///< sorted
  std::uint64_t without = 0;       ///< homes without a Maildir of that name
};

/// DIR/*/NAME for every directory of DIR, or link to one, that has a NAME; names that begin with a
/// dot are passed over. Nothing is opened below DIR: whether a path is a Maildir that may be read,
/// its audit finds out. SourceUnusable if DIR cannot be read, Usage for a NAME with '..' in it.
[[nodiscard]] Result<UserMaildirs> find_user_maildirs(const std::string& directory,
                                                      const std::string& name);

}  // namespace mailhaul::cli
