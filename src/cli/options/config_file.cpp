#include "cli/options/config_file.hpp"

#include "cli/options/text_file.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>

#include <fmt/core.h>

#include <mailhaul/text/escape.hpp>
#include <mailhaul/text/suggestion.hpp>

namespace mailhaul::cli {

namespace {

std::string_view unquote(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
    return text.substr(1, text.size() - 2);
  }
  return text;
}

/// The option of that name in any command, for telling a foreign option from a wrong one.
const Option* find_anywhere(std::string_view name) {
  for (const Command& command : commands()) {
    if (const Option* option = find_option(command.blocks, name)) {
      return option;
    }
  }
  return nullptr;
}

std::optional<std::string_view> nearest_anywhere(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Command& command : commands()) {
    for (const OptionBlock* block : command.blocks) {
      std::ranges::transform(block->options, std::back_inserter(names), &Option::name);
    }
  }
  return text::nearest(name, names);
}

/// One line of the file, taken apart.
struct Line {
  std::string_view name = {};
  std::string_view value = {};
  bool has_value = false;
  std::string place = {};  ///< "FILE:NUMBER"
};

Failure refuse(const Line& line, std::string text, std::string hint) {
  return fail(ErrorKind::Configuration, std::move(text), line.place, std::move(hint));
}

Result<void> add_switch(const Option& option, const Line& line, Arguments& arguments) {
  if (line.has_value && line.value != "yes" && line.value != "no") {
    return refuse(line, fmt::format("{} is either yes or no", option.name),
                  fmt::format("write \"{} = yes\"", option.name));
  }
  if (line.value != "no") {
    arguments.add(option.name,
                  Value{.text = {}, .origin = line.place + ": " + std::string(line.name)});
  }
  return {};
}

Result<void> add_value(const Option& option, const Line& line, const std::string& path,
                       Arguments& arguments) {
  if (line.value.empty() && option.arity == Arity::Value) {
    return refuse(line, fmt::format("{} needs a value", option.name),
                  fmt::format("write \"{} = {}\"", option.name, option.argument));
  }
  Value value{.text = std::string(line.value),
              .origin = fmt::format("{}: {}", line.place, option.name)};
  if (auto checked = check_choice(option, value); !checked) {
    checked.error().kind = ErrorKind::Configuration;
    return checked;
  }
  if (option.is_path() && value.text != "-") {
    value.text = (std::filesystem::path(path).parent_path() / value.text).string();
  }
  arguments.add(option.name, std::move(value));
  return {};
}

Result<void> add_line(const Command& command, const Line& line, const std::string& path,
                      Arguments& arguments) {
  const std::string shown = text::escape_for_display(line.name);
  if (line.name.starts_with('[')) {
    return refuse(line, "sections are not used",
                  "take the line out; one file holds the options of one move");
  }
  const Option* option = find_option(command.blocks, line.name);
  if (option == nullptr && find_anywhere(line.name) != nullptr) {
    return {};
  }
  if (option == nullptr) {
    const auto near = nearest_anywhere(line.name);
    return refuse(line, fmt::format("there is no option \"{}\"", shown),
                  near ? fmt::format("did you mean {}?", *near)
                       : "names are those of the command line, without the dashes");
  }
  if (option->name == "config" || option->name == "help") {
    return refuse(line, fmt::format("{} belongs on the command line", shown), "take the line out");
  }
  if (arguments.has(option->name) && !option->repeatable) {
    return refuse(line, fmt::format("{} is given twice", shown), "keep one of the lines");
  }
  return option->arity == Arity::Switch ? add_switch(*option, line, arguments)
                                        : add_value(*option, line, path, arguments);
}

}  // namespace

Result<Arguments> parse_config(const Command& command, std::string_view text,
                               const std::string& path) {
  Arguments arguments;
  for (const TextLine& content : split_lines(text, path)) {
    if (content.text.front() == '#' || content.text.front() == ';') {
      continue;
    }
    const std::size_t equals = content.text.find('=');
    Line line{.name = trim_line(content.text.substr(0, equals)), .place = content.place};
    if (equals != std::string_view::npos) {
      line.value = unquote(trim_line(content.text.substr(equals + 1)));
      line.has_value = true;
    }
    if (auto added = add_line(command, line, path, arguments); !added) {
      return fail(std::move(added.error()));
    }
  }
  return arguments;
}

Result<Arguments> read_config(const Command& command, const std::string& path) {
  return read_text_file(path, "config").and_then([&](const std::string& text) {
    return parse_config(command, text, path);
  });
}

}  // namespace mailhaul::cli
