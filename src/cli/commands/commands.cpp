#include "cli/commands/command.hpp"

#include <algorithm>
#include <array>

namespace mailhaul::cli {

std::span<const Command> commands() {
  static const std::array table{
      Command{.name = "audit",
              .summary = "show what a move would do and what stands in its way; changes nothing",
              .operands = Operands::Any,
              .blocks = {&option_block::server, &option_block::sign_in, &option_block::source,
                         &option_block::selection, &option_block::mapping, &option_block::audit,
                         &option_block::output, &option_block::general},
              .run = run_audit},
      Command{.name = "upload",
              .summary = "move the mail of a Maildir to an IMAP server; run it again to continue",
              .operands = Operands::One,
              .blocks = {&option_block::server, &option_block::sign_in, &option_block::source,
                         &option_block::selection, &option_block::mapping, &option_block::upload,
                         &option_block::state, &option_block::progress, &option_block::output,
                         &option_block::general},
              .run = run_upload},
      Command{.name = "verify",
              .summary = "compare the Maildir, the journal and the server",
              .operands = Operands::OneOrNone,
              .blocks = {&option_block::server, &option_block::sign_in, &option_block::source,
                         &option_block::selection, &option_block::mapping, &option_block::verify,
                         &option_block::state, &option_block::progress, &option_block::output,
                         &option_block::general},
              .run = run_verify},
      Command{.name = "rollback",
              .summary = "remove from the server exactly what was uploaded",
              .operands = Operands::OneOrNone,
              .blocks = {&option_block::server, &option_block::sign_in, &option_block::source,
                         &option_block::rollback, &option_block::state, &option_block::progress,
                         &option_block::output, &option_block::general},
              .run = run_rollback},
      Command{.name = "status",
              .summary = "show what the journal of a Maildir knows",
              .operands = Operands::OneOrNone,
              .blocks = {&option_block::state, &option_block::output, &option_block::general},
              .run = run_status},
      Command{.name = "emulate",
              .summary = "run an emulated Exchange on this machine, to try things with",
              .operands = Operands::None,
              .blocks = {&option_block::emulator, &option_block::general},
              .run = run_emulate},
  };
  return table;
}

const Command* find_command(std::string_view name) {
  const auto found = std::ranges::find(commands(), name, &Command::name);
  return found == commands().end() ? nullptr : &*found;
}

std::string Command::usage() const {
  std::string out = "mailhaul " + std::string(name) + " [options]";
  if (operands == Operands::One) {
    out += " MAILDIR";
  } else if (operands == Operands::OneOrNone) {
    out += " [MAILDIR]";
  } else if (operands == Operands::Any) {
    out += " [MAILDIR ...]";
  }
  return out;
}

}  // namespace mailhaul::cli
