#include "cli/options/output_options.hpp"

#include <unistd.h>

namespace mailhaul::cli {

namespace {

report::ProgressStyle progress_style(const Arguments& arguments) {
  const Value* value = arguments.find("progress");
  if (value == nullptr || value->text == "auto") {
    return report::ProgressStyle::Auto;
  }
  if (value->text == "bar") {
    return report::ProgressStyle::Bar;
  }
  return value->text == "lines" ? report::ProgressStyle::Lines : report::ProgressStyle::None;
}

report::Verbosity verbosity(const Arguments& arguments) {
  if (arguments.has("quiet")) {
    return report::Verbosity::Quiet;
  }
  switch (arguments.count("verbose")) {
    case 0:
      return report::Verbosity::Normal;
    case 1:
      return report::Verbosity::Verbose;
    default:
      return report::Verbosity::All;
  }
}

}  // namespace

report::DisplaySettings make_display_settings(const Arguments& arguments, report::MessageLog* log) {
  return {.fd = STDERR_FILENO,
          .progress = progress_style(arguments),
          .verbosity = verbosity(arguments),
          .log = log};
}

}  // namespace mailhaul::cli
