#include <cerrno>
#include <unistd.h>

#include <mailhaul/report/line_printer.hpp>
#include <mailhaul/report/terminal.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::report {

namespace {

constexpr std::string_view kEraseLine = "\r\x1b[K";

}  // namespace

void LinePrinter::print(std::string_view line) {
  std::string out(shown_.empty() ? std::string_view() : kEraseLine);
  out.append(line).append("\n").append(shown_);
  write(out);
}

void LinePrinter::show(std::string_view line) {
  if (!overwrite_) {
    return;
  }
  // A full last column would move the cursor to the next line.
  shown_ = text::shorten_for_display(line, terminal_columns(fd_) - 1);
  write(std::string(kEraseLine) + shown_);
}

void LinePrinter::clear() {
  if (!shown_.empty()) {
    shown_.clear();
    write(kEraseLine);
  }
}

void LinePrinter::write(std::string_view text) const {
  while (!text.empty()) {
    const ssize_t count = ::write(fd_, text.data(), text.size());
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count <= 0) {
      return;
    }
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

}  // namespace mailhaul::report
