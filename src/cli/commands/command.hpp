/// The commands. A new one is a file command_NAME.cpp, a row in commands.cpp and a section in
/// mailhaul(1).
#pragma once

#include "cli/options/options.hpp"

#include <span>
#include <string_view>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/cli/exit_status.hpp>

namespace mailhaul::cli {

class Arguments;

/// How many MAILDIRs a command takes.
enum class Operands { None, OneOrNone, One, Any };

struct Command {
  std::string_view name;
  std::string_view summary;  ///< one line for the list of commands
  Operands operands = Operands::One;
  std::vector<const OptionBlock*> blocks;
  /// Runs it to the end. An error is printed by the caller, with its hint.
  Result<ExitStatus> (*run)(const Arguments&) = nullptr;

  /// "mailhaul upload [options] MAILDIR".
  [[nodiscard]] std::string usage() const;
};

/// All commands in the order of `mailhaul --help`.
[[nodiscard]] std::span<const Command> commands();

/// The command of that name, or nullptr.
[[nodiscard]] const Command* find_command(std::string_view name);

Result<ExitStatus> run_audit(const Arguments& arguments);
Result<ExitStatus> run_upload(const Arguments& arguments);
Result<ExitStatus> run_verify(const Arguments& arguments);
Result<ExitStatus> run_rollback(const Arguments& arguments);
Result<ExitStatus> run_status(const Arguments& arguments);
Result<ExitStatus> run_emulate(const Arguments& arguments);

}  // namespace mailhaul::cli
