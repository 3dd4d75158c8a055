/// The caller's side of a transcript: "append INBOX 1:12,\Seen" as a command.
#pragma once

#include <string_view>

#include <mailhaul/imap/command.hpp>

namespace mailhaul::test {

/// Throws std::runtime_error if the words make no command.
[[nodiscard]] imap::Command make_command(std::string_view words);

}  // namespace mailhaul::test
