/// The whole program behind main(): parse, dispatch, report the error.
#pragma once

#include <span>
#include <string>

#include <mailhaul/base/error.hpp>
#include <mailhaul/cli/exit_status.hpp>

namespace mailhaul::cli {

/// Runs the words after the program's name. Help and version go to standard output, an error and
/// its hint to standard error.
[[nodiscard]] ExitStatus run_program(std::span<const std::string> words);

/// "mailhaul: where: text" and, on a line of its own, the hint. Final newline.
[[nodiscard]] std::string format_error(const Error& error);

}  // namespace mailhaul::cli
