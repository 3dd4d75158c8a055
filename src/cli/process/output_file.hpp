/// Files that a run writes beside its journal: log and trace.
#pragma once

#include <string>
#include <string_view>

#include <mailhaul/base/result.hpp>
#include <mailhaul/base/unique_fd.hpp>

namespace mailhaul::cli {

enum class ExistingContent { Keep, Drop };

/// Opens the file for appending, mode 0600 if it is new. A symbolic link, a special file, a file
/// with a second name and a file of another user are refused: root may be asked to write into a
/// directory where users can put things. `option` names the option in errors, which are
/// Configuration.
[[nodiscard]] Result<UniqueFd> open_output_file(const std::string& path, ExistingContent content,
                                                std::string_view option);

}  // namespace mailhaul::cli
