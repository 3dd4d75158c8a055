/// The words of the command line: options, grouped in blocks. Parsing, `--help`, the configuration
/// file, the man page's test and the completions' test all start from these tables.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mailhaul::cli {

/// How many values an option takes.
enum class Arity {
  Switch,         ///< none
  Value,          ///< exactly one
  OptionalValue,  ///< one if it is attached: --name=VALUE
};

/// One option. All text is ASCII and lives as long as the program.
struct Option {
  std::string_view name;  ///< long name without the dashes; also its name in a configuration file
  char letter = '\0';     ///< short form, if there is one
  Arity arity = Arity::Switch;
  std::string_view argument = {};  ///< "FILE", "SECONDS": what to put there
  /// The closed list of values, separated by '|'; everything else is refused. Empty: any text.
  /// Shown in place of the argument if that is empty.
  std::string_view values = {};
  /// Said of a value that is not in the list, in place of the nearest one.
  std::string_view values_advice = {};
  std::string_view fallback = {};  ///< what holds if the option is absent; empty if that is nothing
  std::string_view text = {};      ///< one sentence for --help, without a final full stop
  bool repeatable = false;

  /// `values`, taken apart.
  [[nodiscard]] std::vector<std::string_view> choices() const;

  /// Whether the value names a file or directory: relative ones in a configuration file are
  /// relative to that file.
  [[nodiscard]] bool is_path() const { return argument == "FILE" || argument == "DIR"; }

  /// "--host HOST", "--skip-trash[=tree]", "-q, --quiet".
  [[nodiscard]] std::string usage() const;
};

/// The options of one feature. A command has all of a block or none of it.
struct OptionBlock {
  std::string_view title;  ///< "Server options": the heading in --help and in mailhaul(1)
  std::span<const Option> options;
};

/// Blocks in the order of mailhaul(1).
namespace option_block {
extern const OptionBlock server;
extern const OptionBlock sign_in;
extern const OptionBlock source;
extern const OptionBlock selection;
extern const OptionBlock mapping;
extern const OptionBlock audit;
extern const OptionBlock upload;
extern const OptionBlock verify;
extern const OptionBlock rollback;
extern const OptionBlock state;
extern const OptionBlock progress;
extern const OptionBlock output;
extern const OptionBlock emulator;
extern const OptionBlock general;
}  // namespace option_block

/// The option of that long name in the blocks, or nullptr.
[[nodiscard]] const Option* find_option(std::span<const OptionBlock* const> blocks,
                                        std::string_view name);

}  // namespace mailhaul::cli
