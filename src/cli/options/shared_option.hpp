/// --shared PREFIX=DIR: a tree of shared folders and the mailbox below which they go.
#pragma once

#include "cli/options/arguments.hpp"

#include <string>
#include <vector>

#include <mailhaul/base/result.hpp>

namespace mailhaul::cli {

struct SharedOption {
  /// UTF-8 levels, at least one.
  std::vector<std::string> prefix;
  std::string directory;
};

/// Divided at the first "=". Usage if there is none, or nothing on one of its sides.
[[nodiscard]] Result<SharedOption> parse_shared(const Value& value);

}  // namespace mailhaul::cli
