/// Everything that an emulated user has, as lines that are equal for equal accounts.
#pragma once

#include <string>
#include <vector>

#include <mailhaul/emulator/server.hpp>

namespace mailhaul::crash {

/// A line for each mailbox and, below it, one for each message: octets, flags and date, in the
/// order of their UIDs, but without the UIDs themselves.
std::vector<std::string> describe_account(const emulator::Server& server);

}  // namespace mailhaul::crash
