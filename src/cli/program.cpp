#include "cli/commands/command.hpp"
#include "cli/options/arguments.hpp"
#include "cli/options/help.hpp"
#include "cli/process/heap.hpp"
#include "cli/process/signals.hpp"
#include "cli/process/standard_output.hpp"

#include <vector>

#include <fmt/core.h>

#include <mailhaul/cli/program.hpp>
#include <mailhaul/report/json.hpp>
#include <mailhaul/text/escape.hpp>
#include <mailhaul/text/suggestion.hpp>

namespace mailhaul::cli {

namespace {

ExitStatus status_of(const Error& error) {
  return error.kind == ErrorKind::Interrupted ? exit_status_of_signal(StopSignals::received())
                                              : exit_status_of(error.kind);
}

Failure unknown_command(std::string_view word) {
  std::vector<std::string_view> names;
  for (const Command& command : commands()) {
    names.push_back(command.name);
  }
  std::string hint = "\"mailhaul --help\" lists the commands";
  if (const auto near = text::nearest(word, names)) {
    hint = fmt::format("did you mean {}? {}", *near, hint);
  }
  const bool option = word.starts_with('-');
  return fail(ErrorKind::Usage,
              option ? "is no option of mailhaul itself; the command comes first"
                     : "there is no such command",
              text::escape_for_display(word), std::move(hint));
}

Result<ExitStatus> show(std::string_view text) {
  return print(text).map([] { return ExitStatus::Done; });
}

Result<ExitStatus> run_command(const Command& command, std::span<const std::string> words) {
  auto arguments = parse_arguments(command, words);
  if (!arguments) {
    return fail(std::move(arguments.error()));
  }
  if (arguments->has("help")) {
    return show(help_of(command));
  }
  auto status = command.run(*arguments);
  if (!status && arguments->has("json")) {
    const int exit = static_cast<int>(status_of(status.error()));
    if (auto printed = print(report::error_json(status.error(), exit)); !printed) {
      print_aside(format_error(printed.error()));
    }
  }
  return status;
}

Result<ExitStatus> dispatch(std::span<const std::string> words) {
  if (words.empty()) {
    return fail(ErrorKind::Usage, "no command is given", {},
                "\"mailhaul --help\" lists the commands");
  }
  const std::string& first = words.front();
  if (first == "--version") {
    return show("mailhaul " MAILHAUL_VERSION "\n");
  }
  const bool help = first == "--help" || first == "-h" || first == "help";
  if (help && words.size() == 1) {
    return show(help_overview());
  }
  const std::string& name = help ? words[1] : first;
  const Command* command = find_command(name);
  if (command == nullptr) {
    return unknown_command(name);
  }
  return help ? show(help_of(*command)) : run_command(*command, words.subspan(1));
}

}  // namespace

std::string format_error(const Error& error) {
  std::string out = fmt::format("mailhaul: {}\n", error.message());
  if (!error.hint.empty()) {
    out += fmt::format("mailhaul: {}\n", error.hint);
  }
  return out;
}

ExitStatus run_program(std::span<const std::string> words) {
  secure_standard_streams();
  keep_freed_bodies();
  const Result<ExitStatus> status = dispatch(words);
  if (status) {
    return *status;
  }
  print_aside(format_error(status.error()));
  return status_of(status.error());
}

}  // namespace mailhaul::cli
