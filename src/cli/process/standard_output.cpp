#include "cli/process/standard_output.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

#include <mailhaul/cli/program.hpp>

namespace mailhaul::cli {

void secure_standard_streams() {
  std::signal(SIGPIPE, SIG_IGN);
  // Each gets the lowest number that is free, and a direction in which it cannot be used.
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(fd, F_GETFD) < 0) {
      static_cast<void>(::open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY));
    }
  }
}

void StandardOutput::write(std::string_view text) {
  if (error_ == 0 && std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) {
    error_ = errno;
  }
}

Result<void> StandardOutput::finish() {
  if (error_ == 0 && std::fflush(stdout) != 0) {
    error_ = errno;
  }
  if (error_ == 0) {
    return {};
  }
  return fail(ErrorKind::FileSystem,
              "standard output cannot be written: " + std::system_category().message(error_));
}

Result<void> print(std::string_view text) {
  StandardOutput output;
  output.write(text);
  return output.finish();
}

void print_aside(std::string_view text) {
  static_cast<void>(std::fwrite(text.data(), 1, text.size(), stderr));
}

ExitStatus status_after_print(const Result<void>& printed, ExitStatus status) {
  if (printed) {
    return status;
  }
  print_aside(format_error(printed.error()));
  const bool is_complete = status == ExitStatus::Done || status == ExitStatus::Attention;
  return is_complete ? exit_status_of(printed.error().kind) : status;
}

}  // namespace mailhaul::cli
