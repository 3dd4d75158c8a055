#include "emulator/wire/command_reader.hpp"

#include <algorithm>

#include <mailhaul/imap/grammar.hpp>
#include <mailhaul/text/ascii.hpp>

namespace mailhaul::emulator {

namespace {

/// Tag and name from the beginning of a command; `arguments` gets what follows.
Command split(ByteView text) {
  Command command;
  const auto blank = text.find(' ');
  if (blank == ByteView::npos || blank == 0) {
    command.tag = blank == 0 || text.empty() ? "*" : Bytes(text);
    command.well_formed = false;
    return command;
  }
  command.tag = text.substr(0, blank);
  ByteView rest = text.substr(blank + 1);
  const auto take_word = [&rest] {
    const ByteView word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(rest.size(), word.size()));
    return text::to_upper(word);
  };
  command.name = take_word();
  if (command.name == "UID" && rest.starts_with(' ')) {
    rest.remove_prefix(1);
    command.name += " " + take_word();
  }
  command.has_arguments = rest.starts_with(' ');
  if (command.has_arguments) {
    rest.remove_prefix(1);
  }
  command.arguments = rest;
  return command;
}

/// An APPEND whose mailbox name is complete: the next literal is the message.
bool is_before_message(const Command& command) {
  if (command.name != "APPEND") {
    return false;
  }
  imap::Cursor cursor(command.arguments);
  return cursor.astring().has_value() && cursor.skip_space();
}

}  // namespace

std::optional<Line> CommandReader::read_line() {
  auto line = lines_.line(max_size_);
  if (line) {
    longest_line_ = std::max(longest_line_, line->text.size());
  }
  return line;
}

std::optional<Command> CommandReader::next() {
  longest_line_ = 0;
  auto line = read_line();
  if (!line) {
    return std::nullopt;
  }
  Bytes text = std::move(line->text);
  while (true) {
    Command command = split(text);
    const auto literal = imap::find_trailing_literal(line->too_long ? ByteView() : text);
    if (line->too_long) {
      // E1.3: without a blank the tag is not known yet.
      command.tag = text.find(' ') == Bytes::npos ? "*" : command.tag;
      command.well_formed = false;
      return command;
    }
    if (!command.well_formed || !literal || !is_known_(command.name)) {
      return command;
    }
    const Command before = split(ByteView(text).substr(0, literal->begin));
    if (is_before_message(before)) {
      Command append = before;
      append.message = literal->header;
      return append;
    }
    const auto octets = literal->header.octets;
    if (literal->header.binary || octets > max_size_) {
      command.well_formed = false;
      return command;
    }
    if (literal->header.synchronizing) {
      lines_.put(kContinuation);
    }
    text += "\r\n";
    for (std::uint64_t left = octets; left > 0;) {
      const ByteView piece = lines_.peek(static_cast<std::size_t>(left));
      if (piece.empty()) {
        return std::nullopt;
      }
      text += piece;
      left -= piece.size();
      lines_.consume(piece.size());
    }
    line = read_line();
    if (!line) {
      return std::nullopt;
    }
    text += line->text;
  }
}

}  // namespace mailhaul::emulator
