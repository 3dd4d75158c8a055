/// What is moved and where it goes, as every command that plans a move takes it.
#pragma once

#include "cli/options/arguments.hpp"

#include <mailhaul/base/result.hpp>
#include <mailhaul/migrate/options.hpp>

namespace mailhaul::cli {

/// --include, --exclude, --skip-trash, --trashed, --since, --before, --max-size.
[[nodiscard]] Result<migrate::SelectionOptions> make_selection_options(const Arguments& arguments);

/// --map, --map-file, --prefix; reads the file.
[[nodiscard]] Result<migrate::MappingOptions> make_mapping_options(const Arguments& arguments);

/// --date-from.
[[nodiscard]] migrate::DateSource make_date_source(const Arguments& arguments);

}  // namespace mailhaul::cli
