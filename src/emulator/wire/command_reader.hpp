/// Reads one command with its literals; the literal that holds the message of an APPEND is left on
/// the wire for the append pipeline.
#pragma once

#include "emulator/wire/line_buffer.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/imap/literal.hpp>

namespace mailhaul::emulator {

inline constexpr std::string_view kContinuation = "+ Ready for additional command text.\r\n";

struct Command {
  Bytes tag;
  std::string name;  ///< upper case; "UID FETCH" for the UID forms
  Bytes arguments;   ///< behind the name and a blank, literals inline
  bool well_formed = true;
  bool has_arguments = false;
  /// Set if the command ends with the announcement of a message, which is not part of `arguments`.
  std::optional<imap::LiteralHeader> message = {};
};

class CommandReader {
 public:
  using IsKnown = std::function<bool(std::string_view name)>;

  /// `is_known` says whether a name is a command at all; only then its literals are read.
  CommandReader(LineBuffer& lines, std::size_t max_command_size, IsKnown is_known)
      : lines_(lines), max_size_(max_command_size), is_known_(std::move(is_known)) {}

  /// std::nullopt when the connection ends; `lines.end()` says how.
  std::optional<Command> next();

  /// Octets of the longest line of the last command.
  [[nodiscard]] std::size_t longest_line() const { return longest_line_; }

 private:
  std::optional<Line> read_line();

  LineBuffer& lines_;
  std::size_t max_size_;
  IsKnown is_known_;
  std::size_t longest_line_ = 0;
};

}  // namespace mailhaul::emulator
