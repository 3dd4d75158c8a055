/// The text of --help, made from the tables.
#pragma once

#include "cli/commands/command.hpp"

#include <string>

namespace mailhaul::cli {

/// What mailhaul is and the list of its commands. At most 80 columns, final newline.
[[nodiscard]] std::string help_overview();

/// Usage and all options of one command. At most 80 columns, final newline.
[[nodiscard]] std::string help_of(const Command& command);

}  // namespace mailhaul::cli
