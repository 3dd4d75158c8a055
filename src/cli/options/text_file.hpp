/// Small text files that people write: configuration, rules, certificates.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/base/result.hpp>

namespace mailhaul::cli {

/// The whole file, at most 1 MiB. Configuration if it cannot be read, with the option that named
/// it.
[[nodiscard]] Result<std::string> read_text_file(const std::string& path, std::string_view option);

/// One line that is not blank.
struct TextLine {
  std::string_view text;  ///< without blanks at both ends; not empty
  std::string place;      ///< "FILE:NUMBER", escaped for display
};

[[nodiscard]] std::vector<TextLine> split_lines(std::string_view text, const std::string& path);

/// Takes blanks, tabs and carriage returns off both ends.
[[nodiscard]] std::string_view trim_line(std::string_view line);

}  // namespace mailhaul::cli
