/// Which trees one audit looks at.
#pragma once

#include "cli/options/arguments.hpp"
#include "cli/process/user_maildirs.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/base/result.hpp>

namespace mailhaul::cli {

/// The operands, then the Maildirs of --users-under. Usage if there is none, or if there are
/// several and an option can be meant for one tree only.
[[nodiscard]] Result<UserMaildirs> choose_trees(const Arguments& arguments);

/// Configuration if `path`, the value of `option`, lies in one of the trees. Those that cannot be
/// opened are passed over: they are told of when their turn comes.
[[nodiscard]] Result<void> check_outside_all(const Arguments& arguments,
                                             const std::vector<std::string>& trees,
                                             const std::string& path, std::string_view option);

}  // namespace mailhaul::cli
