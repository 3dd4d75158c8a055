/// What was given on the command line and in the configuration file, checked against the command's
/// table, before anything is made of it.
#pragma once

#include "cli/commands/command.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/base/result.hpp>

namespace mailhaul::cli {

/// One value and where it came from.
struct Value {
  std::string text;    ///< raw bytes as the shell or the file gave them
  std::string origin;  ///< "--host", or "/etc/mailhaul.conf:7: host"; fit for Error::where
};

class Arguments {
 public:
  [[nodiscard]] bool has(std::string_view name) const { return values_.contains(name); }

  /// How often a switch was given: -vv is 2.
  [[nodiscard]] std::size_t count(std::string_view name) const { return values(name).size(); }

  /// The value of an option that is not repeatable, or nullptr.
  [[nodiscard]] const Value* find(std::string_view name) const;
  /// All values in the order given; empty if there are none.
  [[nodiscard]] std::span<const Value> values(std::string_view name) const;

  [[nodiscard]] const std::vector<std::string>& operands() const { return operands_; }

  void add(std::string_view name, Value value);

  void add_operand(std::string operand) { operands_.push_back(std::move(operand)); }

 private:
  std::map<std::string, std::vector<Value>, std::less<>> values_;
  std::vector<std::string> operands_;
};

/// Parses what follows the command's name, reads the file that --config names, and checks values
/// that have a closed list. Options of the command line replace those of the file. Fails with
/// Usage, or with Configuration if the file is at fault; the text names the option nearest to an
/// unknown one. With --help in it nothing else is checked.
[[nodiscard]] Result<Arguments> parse_arguments(const Command& command,
                                                std::span<const std::string> words);

/// Whether `text` is one of the option's values, if it has a closed list.
[[nodiscard]] Result<void> check_choice(const Option& option, const Value& value);

}  // namespace mailhaul::cli
