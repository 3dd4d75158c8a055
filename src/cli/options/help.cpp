#include "cli/options/help.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/layout.hpp>

namespace mailhaul::cli {

namespace {

constexpr std::size_t kCommandTextColumn = 13;
constexpr std::size_t kOptionTextColumn = 26;

/// "  head   text", with the text on its own line if the head is too long for its column.
void append_row(std::string& out, std::string_view head, std::string_view text,
                std::size_t text_column) {
  out.append("  ").append(head);
  if (head.size() + 4 > text_column) {
    out.append("\n").append(text_column, ' ');
  } else {
    out.append(text_column - 2 - head.size(), ' ');
  }
  out.append(text::wrap(text, text_column)).append("\n");
}

}  // namespace

std::string help_overview() {
  std::string out =
      "usage: mailhaul COMMAND [options] MAILDIR\n\n"
      "mailhaul moves Courier and Dovecot Maildirs to Microsoft Exchange, or to any\n"
      "IMAP server.\n\nCommands:\n";
  for (const Command& command : commands()) {
    append_row(out, command.name, command.summary, kCommandTextColumn);
  }
  out +=
      "\n\"mailhaul COMMAND --help\" lists the options of a command, \"mailhaul --version\"\n"
      "prints the version. The manual is mailhaul(1).\n";
  return out;
}

std::string help_of(const Command& command) {
  std::string out = fmt::format("usage: {}\n\n{}\n", command.usage(),
                                text::wrap(text::capitalised(command.summary) + ".", 0));
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
      append_row(out, option.usage(), text, kOptionTextColumn);
    }
  }
  return out;
}

}  // namespace mailhaul::cli
