/// What is at the other end of a descriptor.
#pragma once

#include <cstddef>
#include <optional>

namespace mailhaul::report {

/// Whether `fd` is a terminal on which a line can be written over: not if TERM is unset or "dumb".
[[nodiscard]] bool can_overwrite(int fd);

/// Columns of the terminal, 80 if it does not say.
[[nodiscard]] std::size_t terminal_columns(int fd);

}  // namespace mailhaul::report
