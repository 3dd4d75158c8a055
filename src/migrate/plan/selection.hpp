/// Folders that the user leaves out.
#pragma once

#include <string_view>

#include <mailhaul/migrate/options.hpp>

namespace mailhaul::migrate {

/// The option that leaves the folder out, by its UTF-8 path with '/'; empty if none does.
[[nodiscard]] std::string_view why_not_selected(const SelectionOptions& selection,
                                                std::string_view name);

}  // namespace mailhaul::migrate
