/// What is changed in the header of the copy sent because an option asks for it.
#pragma once

#include "cli/options/arguments.hpp"

#include <mailhaul/base/result.hpp>
#include <mailhaul/migrate/header_changes.hpp>

namespace mailhaul::cli {

/// --strip-x-headers, --rename-receipts, --received-date-header. Usage if a name to keep is no name
/// of an X- field.
[[nodiscard]] Result<migrate::HeaderChanges> make_header_changes(const Arguments& arguments);

}  // namespace mailhaul::cli
