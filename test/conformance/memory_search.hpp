/// Looks for octets in the memory of another process, as a core dump would show them. Needs root.
#pragma once

#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace mailhaul::conformance {

/// How often `wanted` stands in what the process can write: heap, stacks, data. Throws
/// std::runtime_error if that cannot be read.
[[nodiscard]] std::size_t count_in_memory(pid_t process, std::string_view wanted);

/// The processes that it started and that are still there.
[[nodiscard]] std::vector<pid_t> children_of(pid_t process);

/// What base64 makes of the octets, whatever stands before and behind them: the three texts of
/// which one occurs in every encoding of a longer string.
[[nodiscard]] std::vector<std::string> base64_traces(std::string_view octets);

}  // namespace mailhaul::conformance
