/// Takes the message of an APPEND off the wire (E2.4).
#pragma once

#include "emulator/commands/session.hpp"
#include "emulator/content/content_scanner.hpp"
#include "emulator/store/spool.hpp"

#include <cstdint>
#include <optional>

namespace mailhaul::emulator {

enum class Received {
  Whole,
  StateLost,  ///< a line did not fit the command buffer; what follows is read as commands
  Lost,       ///< the connection ended
  Dropped,    ///< the fault's octet was reached
  DiskFull,
};

/// Writes what comes to the place reserved for it and shows it to the scanner.
Received receive_literal(Session& session, const Body& body, ContentScanner& scanner,
                         std::optional<std::uint64_t> drop_after);

}  // namespace mailhaul::emulator
