/// The options about progress and output as what report wants.
#pragma once

#include "cli/options/arguments.hpp"

#include <mailhaul/report/run_display.hpp>

namespace mailhaul::cli {

/// `log` may be nullptr. -q wins over -v.
[[nodiscard]] report::DisplaySettings make_display_settings(const Arguments& arguments,
                                                            report::MessageLog* log);

}  // namespace mailhaul::cli
