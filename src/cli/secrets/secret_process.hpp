/// The other end of SecretCommand: the process that runs the one command.
#pragma once

#include <string>

namespace mailhaul::cli {

/// First octet of an answer; the rest is the secret, or one sentence that says what went wrong. A
/// request is one octet of any value. Requests and answers are packets of a SOCK_SEQPACKET pair.
inline constexpr char kSecretFollows = '+';
inline constexpr char kErrorFollows = '-';

/// Answers every request until the other end is closed. Every other descriptor above standard error
/// is closed first.
[[noreturn]] void serve_secret_command(int channel, const std::string& command);

}  // namespace mailhaul::cli
