/// What the program prints, and what becomes of a run whose results cannot be printed.
#pragma once

#include <string_view>

#include <mailhaul/base/result.hpp>
#include <mailhaul/cli/exit_status.hpp>

namespace mailhaul::cli {

/// To be called first: a closed pipe is an error like others and ends nothing, and a file that is
/// opened later does not take the place of a standard stream that was closed.
void secure_standard_streams();

/// Text in pieces for standard output.
class StandardOutput {
 public:
  void write(std::string_view text);

  /// Everything is out, or FileSystem with the first error.
  [[nodiscard]] Result<void> finish();

 private:
  int error_ = 0;
};

[[nodiscard]] Result<void> print(std::string_view text);

/// For standard error, where nothing can be done about a failure.
void print_aside(std::string_view text);

/// The status to end with after the results were printed. A failure is told on standard error; a
/// run that came to its end is OutputFailed then, while one that did not keeps the status that says
/// why.
[[nodiscard]] ExitStatus status_after_print(const Result<void>& printed, ExitStatus status);

}  // namespace mailhaul::cli
