/// What every command says of matters that need attention, and of a run that stopped early.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <mailhaul/base/error.hpp>
#include <mailhaul/migrate/upload.hpp>

namespace mailhaul::report {

/// A line for each matter, and one below it for the subject where that is known.
[[nodiscard]] std::string attention_lines(const std::vector<migrate::Attention>& attention);

/// Lines of text, each with its end; empty if there is nothing to say. `total` counts the matters
/// too that are not listed.
[[nodiscard]] std::string attention_text(const std::vector<migrate::Attention>& attention,
                                         std::uint64_t total);

/// Whether the same command goes on where one that stopped for such an error ended, once its reason
/// is gone; else only other options help.
[[nodiscard]] bool continues_when_repeated(ErrorKind kind);

/// Why the run stopped and what to do; empty if it came to its end.
[[nodiscard]] std::string stopped_text(const std::optional<Error>& stopped);

/// "  12 messages were read", or nothing if the count is 0.
[[nodiscard]] std::string count_line(std::uint64_t count, std::string_view noun,
                                     std::string_view what);

}  // namespace mailhaul::report
