/// The configuration file: `name = value` lines with the long names of the options.
#pragma once

#include "cli/options/arguments.hpp"

#include <string>
#include <string_view>

#include <mailhaul/base/result.hpp>

namespace mailhaul::cli {

/// Parses the text of a file into arguments. Blank lines and lines that start with '#' or ';' are
/// skipped; blanks around name and value are taken off, and so is one pair of double quotes around
/// the value. A switch is given as `name` or `name = yes|no`. An option that another command has
/// and this one has not is skipped, so that one file serves all commands; a name that no command
/// knows is an error. Relative paths are taken from the directory of `path`. Every error is
/// Configuration and names file and line.
[[nodiscard]] Result<Arguments> parse_config(const Command& command, std::string_view text,
                                             const std::string& path);

/// Reads and parses; at most 1 MiB.
[[nodiscard]] Result<Arguments> read_config(const Command& command, const std::string& path);

}  // namespace mailhaul::cli
