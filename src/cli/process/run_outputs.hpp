/// The files that a run writes beside its journal.
#pragma once

#include "cli/options/arguments.hpp"
#include "cli/process/report_file.hpp"
#include "cli/process/source.hpp"

#include <mailhaul/base/result.hpp>
#include <mailhaul/base/unique_fd.hpp>

namespace mailhaul::cli {

struct RunOutputs {
  UniqueFd log;
  UniqueFd trace;
  ReportFile report;

  /// What --log, --trace and --report name, opened with the rights of the start. Configuration for
  /// a file that is not outside of `source`, which may be null.
  [[nodiscard]] static Result<RunOutputs> open(const Arguments& arguments, const Source* source);
};

}  // namespace mailhaul::cli
