#include "cli/options/options.hpp"

#include <algorithm>

namespace mailhaul::cli {

std::vector<std::string_view> Option::choices() const {
  std::vector<std::string_view> words;
  if (values.empty()) {
    return words;
  }
  std::string_view rest = values;
  while (true) {
    const std::size_t bar = rest.find('|');
    words.push_back(rest.substr(0, bar));
    if (bar == std::string_view::npos) {
      return words;
    }
    rest.remove_prefix(bar + 1);
  }
}

std::string Option::usage() const {
  std::string out = letter == '\0' ? "--" : std::string{'-', letter} + ", --";
  out += name;
  const std::string_view shown = argument.empty() ? values : argument;
  if (arity == Arity::Value) {
    out.append(" ").append(shown);
  } else if (arity == Arity::OptionalValue) {
    out.append("[=").append(shown).append("]");
  }
  return out;
}

const Option* find_option(std::span<const OptionBlock* const> blocks, std::string_view name) {
  for (const OptionBlock* block : blocks) {
    const auto found = std::ranges::find(block->options, name, &Option::name);
    if (found != block->options.end()) {
      return &*found;
    }
  }
  return nullptr;
}

}  // namespace mailhaul::cli
