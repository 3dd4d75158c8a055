/// Where a password comes from when no command gives it: a file, the environment, a terminal. None
/// of these functions puts a secret, or a part of one, into an error.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <mailhaul/base/result.hpp>
#include <mailhaul/base/secret.hpp>

namespace mailhaul::cli {

/// Longest secret: access tokens reach a few kilobytes.
inline constexpr std::size_t kLongestSecret = 64 * 1024 - 1;

/// The first line that can be read from `fd`, without its line end, and nothing behind it.
/// Interrupted if `stop_fd` (-1: none) becomes readable first; Configuration if the line is empty,
/// too long or holds a NUL.
[[nodiscard]] Result<Secret> read_secret_line(int fd, int stop_fd);

struct FileSecret {
  Secret secret;
  std::string warning;  ///< one sentence if other users can read the file, else empty
};

/// The first line of the file; "-" is standard input. Configuration if it cannot be read.
[[nodiscard]] Result<FileSecret> read_secret_file(const std::string& path, int stop_fd);

/// Takes the variable out of the environment, and its value out of the memory that /proc shows.
/// std::nullopt if it is not set or empty.
[[nodiscard]] std::optional<Secret> take_secret_from_environment(const char* variable);

/// Asks on a terminal, without echo. The terminal is as it was when this returns, whatever the
/// outcome: a first signal arrives by `stop_fd`, and suspending is off meanwhile.
[[nodiscard]] Result<Secret> prompt_for_secret(int terminal, std::string_view prompt, int stop_fd);

}  // namespace mailhaul::cli
