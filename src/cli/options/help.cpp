#include "cli/options/help.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <mailhaul/text/layout.hpp>

namespace mailhaul::cli {

namespace {

constexpr std::size_t kTextColumn = 26;

/// "  head   text", with the text on its own line if the head is too long for its column.
void append_row(std::string& out, std::string_view head, std::string_view text) {
  out.append("  ").append(head);
  if (head.size() + 4 > kTextColumn) {
    out.append("\n").append(kTextColumn, ' ');
  } else {
    out.append(kTextColumn - 2 - head.size(), ' ');
  }
  out.append(text::wrap(text, kTextColumn)).append("\n");
}

}  // namespace

std::string help_overview() {
  std::string out =
      "mailhaul moves Courier and Dovecot Maildirs to Microsoft Exchange, or to any\n"
      "IMAP server.\n\nCommands:\n";
  for (const Command& command : commands()) {
    append_row(out, command.name, command.summary);
  }
  out +=
      "\n\"mailhaul COMMAND --help\" lists the options of a command, \"mailhaul --version\"\n"
      "prints the version. The manual is mailhaul(1).\n";
  return out;
}

std::string help_of(const Command& command) {
  std::string out = fmt::format("usage: {}\n\n{}\n", command.usage(), command.summary);
  for (const OptionBlock* block : command.blocks) {
    out.append("\n").append(block->title).append(":\n");
    for (const Option& option : block->options) {
      std::string text(option.text);
      if (!option.argument.empty() && !option.values.empty()) {
        text += fmt::format("; one of {}", fmt::join(option.choices(), ", "));
      }
      if (option.repeatable) {
        text += ", repeatable";
      }
      if (!option.fallback.empty()) {
        text.append(" (default: ").append(option.fallback).append(")");
      }
      append_row(out, option.usage(), text);
    }
  }
  return out;
}

}  // namespace mailhaul::cli
