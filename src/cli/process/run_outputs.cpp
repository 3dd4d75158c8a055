#include "cli/process/run_outputs.hpp"

#include "cli/process/output_file.hpp"

#include <string_view>
#include <utility>

namespace mailhaul::cli {

namespace {

Result<UniqueFd> open_named(const Arguments& arguments, const Source* source,
                            std::string_view option, ExistingContent content) {
  const Value* file = arguments.find(option);
  if (file == nullptr) {
    return UniqueFd();
  }
  if (source != nullptr) {
    if (auto outside = check_outside(*source, file->text, option); !outside) {
      return fail(std::move(outside.error()));
    }
  }
  return open_output_file(file->text, content, option);
}

}  // namespace

Result<RunOutputs> RunOutputs::open(const Arguments& arguments, const Source* source) {
  auto log = open_named(arguments, source, "log", ExistingContent::Keep);
  if (!log) {
    return fail(std::move(log.error()));
  }
  auto trace = open_named(arguments, source, "trace", ExistingContent::Drop);
  if (!trace) {
    return fail(std::move(trace.error()));
  }
  auto report =
      source == nullptr ? ReportFile::open(arguments) : ReportFile::open(arguments, *source);
  if (!report) {
    return fail(std::move(report.error()));
  }
  return RunOutputs{
      .log = std::move(*log), .trace = std::move(*trace), .report = std::move(*report)};
}

}  // namespace mailhaul::cli
