/// The file of --report.
#pragma once

#include "cli/options/arguments.hpp"
#include "cli/process/source.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include <mailhaul/base/result.hpp>
#include <mailhaul/base/unique_fd.hpp>
#include <mailhaul/cli/exit_status.hpp>
#include <mailhaul/report/text_sink.hpp>

namespace mailhaul::cli {

/// What a command can write into it, each to be called at most once.
struct ReportForms {
  using Form = std::function<Result<void>(const report::TextSink&)>;
  Form page;  ///< for a name that ends in .html or .htm
  Form json;  ///< for .json
  Form text;  ///< for every other
};

/// A form that is one string.
[[nodiscard]] ReportForms::Form whole(std::function<std::string()> make);

/// Opened with the rights of the start, written at the end. What is in the file stays until then.
class ReportFile {
 public:
  /// No report is wanted.
  ReportFile() = default;

  /// The file that --report names, or none. Errors: Configuration.
  [[nodiscard]] static Result<ReportFile> open(const Arguments& arguments);

  /// The same, and Configuration as well for a file that is not outside the source.
  [[nodiscard]] static Result<ReportFile> open(const Arguments& arguments, const Source& source);

  /// Replaces the content by the form that its name asks for. A failure is told on standard error,
  /// and makes Done Attention: the run itself is over. Returns the status to end with.
  [[nodiscard]] ExitStatus write(const ReportForms& forms, ExitStatus status) const;

  /// The same for a run of `command` that ended before it could count anything.
  [[nodiscard]] ExitStatus write_failure(std::string_view command, const Error& error,
                                         ExitStatus status) const;

 private:
  UniqueFd file_;
  std::string path_;
};

}  // namespace mailhaul::cli
