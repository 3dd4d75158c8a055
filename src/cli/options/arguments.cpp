#include "cli/options/arguments.hpp"

#include "cli/options/config_file.hpp"

#include <algorithm>
#include <limits>

#include <boost/program_options/errors.hpp>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/value_semantic.hpp>
#include <fmt/core.h>
#include <fmt/ranges.h>

#include <mailhaul/text/escape.hpp>
#include <mailhaul/text/suggestion.hpp>

namespace mailhaul::cli {

namespace po = boost::program_options;

namespace {

po::options_description describe(const Command& command) {
  po::options_description description;
  for (const OptionBlock* block : command.blocks) {
    for (const Option& option : block->options) {
      std::string name(option.name);
      if (option.letter != '\0') {
        name.append(",").append(1, option.letter);
      }
      if (option.arity == Arity::Switch) {
        description.add_options()(name.c_str(), "");
      } else if (option.arity == Arity::Value) {
        description.add_options()(name.c_str(), po::value<std::string>(), "");
      } else {
        description.add_options()(name.c_str(), po::value<std::string>()->implicit_value(""), "");
      }
    }
  }
  return description;
}

std::string help_hint(const Command& command) {
  return fmt::format("\"mailhaul {} --help\" lists the options", command.name);
}

Failure unknown_option(const Command& command, std::string_view word) {
  std::vector<std::string_view> names;
  for (const OptionBlock* block : command.blocks) {
    for (const Option& option : block->options) {
      names.push_back(option.name);
    }
  }
  const std::size_t dashes = std::min(word.find_first_not_of('-'), word.size());
  const std::string_view bare = word.substr(dashes, word.find('=') - dashes);
  std::string hint = help_hint(command);
  if (const auto near = text::nearest(bare, names)) {
    hint = fmt::format("did you mean --{}? {}", *near, hint);
  }
  return fail(ErrorKind::Usage, fmt::format("{} has no such option", command.name),
              text::escape_for_display(word.substr(0, word.find('='))), std::move(hint));
}

Failure needs_value(const Command& command, const Option& option) {
  return fail(ErrorKind::Usage, fmt::format("needs a value: {}", option.usage()),
              fmt::format("--{}", option.name), help_hint(command));
}

Failure malformed_option(const Command& command, const po::invalid_command_line_syntax& error) {
  using Kind = po::invalid_syntax::kind_t;
  const std::string name = error.get_option_name();
  const Option* option =
      find_option(command.blocks, std::string_view(name).substr(name.find_first_not_of('-')));
  const Kind kind = error.kind();
  const bool no_value = kind == Kind::missing_parameter || kind == Kind::empty_adjacent_parameter;
  if (no_value && option != nullptr) {
    return needs_value(command, *option);
  }
  return fail(ErrorKind::Usage,
              kind == Kind::extra_parameter ? "takes no value" : "is not well formed", name,
              help_hint(command));
}

/// The words as Program_options cuts them, without guessing of abbreviated names.
Result<po::parsed_options> cut(const Command& command, const po::options_description& description,
                               std::span<const std::string> words) {
  using Style = po::command_line_style::style_t;
  const int style = Style::unix_style & ~Style::allow_guessing;
  try {
    return po::command_line_parser(std::vector<std::string>(words.begin(), words.end()))
        .options(description)
        .style(style)
        .run();
  } catch (const po::unknown_option& error) {
    return unknown_option(command, error.get_option_name());
  } catch (const po::invalid_command_line_syntax& error) {
    return malformed_option(command, error);
  } catch (const po::error& error) {
    return fail(ErrorKind::Usage, error.what(), {}, help_hint(command));
  }
}

Result<void> add_option(const Command& command, const po::option& given, Arguments& arguments) {
  const Option& option = *find_option(command.blocks, given.string_key);
  if (arguments.has(option.name) && !option.repeatable) {
    if (option.arity == Arity::Switch) {
      return {};
    }
    return fail(ErrorKind::Usage, "is given twice", fmt::format("--{}", option.name),
                "give it once");
  }
  const bool separate = given.original_tokens.size() == 2;
  // Program_options gives it the next word, which is MAILDIR unless it is attached.
  if (separate && option.arity == Arity::OptionalValue) {
    arguments.add_operand(given.value.front());
    arguments.add(option.name, {.text = {}, .origin = fmt::format("--{}", option.name)});
    return {};
  }
  if (separate && given.value.front().starts_with("--")) {
    return needs_value(command, option);
  }
  Value value{.text = given.value.empty() ? std::string() : given.value.front(),
              .origin = fmt::format("--{}", option.name)};
  if (auto checked = check_choice(option, value); !checked) {
    return checked;
  }
  arguments.add(option.name, std::move(value));
  return {};
}

std::size_t most_operands(Operands operands) {
  switch (operands) {
    case Operands::None:
      return 0;
    case Operands::OneOrNone:
    case Operands::One:
      return 1;
    case Operands::Any:
      break;
  }
  return std::numeric_limits<std::size_t>::max();
}

Result<void> check_operands(const Command& command, const Arguments& arguments) {
  const std::size_t given = arguments.operands().size();
  const std::size_t most = most_operands(command.operands);
  if (given > most) {
    return fail(ErrorKind::Usage,
                most == 0 ? fmt::format("{} takes no MAILDIR", command.name)
                          : fmt::format("{} takes one MAILDIR", command.name),
                text::escape_for_display(arguments.operands()[most]), "usage: " + command.usage());
  }
  if (given == 0 && command.operands == Operands::One) {
    return fail(ErrorKind::Usage, "no MAILDIR is given", {}, "usage: " + command.usage());
  }
  return {};
}

/// What the file says about options that the command line does not give.
Result<void> add_config(const Command& command, Arguments& arguments) {
  const Value* file = arguments.find("config");
  if (file == nullptr) {
    return {};
  }
  auto config = read_config(command, file->text);
  if (!config) {
    return fail(std::move(config.error()));
  }
  for (const OptionBlock* block : command.blocks) {
    for (const Option& option : block->options) {
      if (arguments.has(option.name)) {
        continue;
      }
      for (const Value& value : config->values(option.name)) {
        arguments.add(option.name, value);
      }
    }
  }
  return {};
}

}  // namespace

const Value* Arguments::find(std::string_view name) const {
  const std::span<const Value> all = values(name);
  return all.empty() ? nullptr : &all.back();
}

std::span<const Value> Arguments::values(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::span<const Value>() : found->second;
}

void Arguments::add(std::string_view name, Value value) {
  values_[std::string(name)].push_back(std::move(value));
}

Result<void> check_choice(const Option& option, const Value& value) {
  const std::vector<std::string_view> choices = option.choices();
  if (choices.empty() || std::ranges::find(choices, value.text) != choices.end() ||
      (option.arity == Arity::OptionalValue && value.text.empty())) {
    return {};
  }
  std::string hint = fmt::format("give one of {}", fmt::join(choices, ", "));
  if (!option.values_advice.empty()) {
    hint = fmt::format("{} {}", option.values_advice, hint);
  } else if (const auto near = text::nearest(value.text, choices)) {
    hint = fmt::format("did you mean {}? {}", *near, hint);
  }
  return fail(ErrorKind::Usage,
              fmt::format("\"{}\" is not known", text::escape_for_display(value.text)),
              value.origin, std::move(hint));
}

Result<Arguments> parse_arguments(const Command& command, std::span<const std::string> words) {
  const po::options_description description = describe(command);
  auto parsed = cut(command, description, words);
  if (!parsed) {
    return fail(std::move(parsed.error()));
  }
  Arguments arguments;
  for (const po::option& given : parsed->options) {
    if (given.position_key >= 0) {
      arguments.add_operand(given.value.front());
    } else if (auto added = add_option(command, given, arguments); !added) {
      return fail(std::move(added.error()));
    }
  }
  if (arguments.has("help")) {
    return arguments;
  }
  if (auto checked = check_operands(command, arguments); !checked) {
    return fail(std::move(checked.error()));
  }
  if (auto added = add_config(command, arguments); !added) {
    return fail(std::move(added.error()));
  }
  return arguments;
}

}  // namespace mailhaul::cli
