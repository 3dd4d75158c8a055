/// Lines for people on a descriptor, and below them, on a terminal, one line that changes.
#pragma once

#include <string>
#include <string_view>

namespace mailhaul::report {

/// Text handed in is one line of valid UTF-8 without control characters; what comes from files and
/// servers was escaped before. Write errors are ignored: a closed terminal must not stop a move.
class LinePrinter {
 public:
  /// `overwrite`: whether the changing line is shown at all. The descriptor stays the caller's.
  LinePrinter(int fd, bool overwrite) : fd_(fd), overwrite_(overwrite) {}

  LinePrinter(const LinePrinter&) = delete;
  LinePrinter& operator=(const LinePrinter&) = delete;
  LinePrinter(LinePrinter&&) = delete;
  LinePrinter& operator=(LinePrinter&&) = delete;

  /// Takes the changing line away.
  ~LinePrinter() { clear(); }

  /// Prints a line that stays, above the changing line.
  void print(std::string_view line);

  /// Shows the changing line, cut to the width of the terminal.
  void show(std::string_view line);

  /// Takes the changing line away.
  void clear();

 private:
  void write(std::string_view text) const;

  int fd_;
  bool overwrite_;
  std::string shown_;
};

}  // namespace mailhaul::report
