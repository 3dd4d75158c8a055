/// The emulated servers of the matrices.
#pragma once

#include <string>
#include <vector>

#include <mailhaul/emulator/server.hpp>

namespace mailhaul::crash {

/// Who the server is, and whom the program takes it for.
struct Party {
  std::string name;
  emulator::ProfileName profile = emulator::ProfileName::Exchange2016;
  /// Moves with --target imap: pipelined, flags in the APPEND.
  bool as_plain_imap = false;
  /// What goes to another mailbox is copied and then removed, by UID where there is UIDPLUS.
  bool without_move = false;
};

/// The five generations of Exchange, and one that is taken for any other IMAP server.
const std::vector<Party>& parties();

/// Those, and one that has UIDPLUS but no MOVE.
std::vector<Party> parties_that_move_messages();

/// The name as GoogleTest wants it.
std::string party_title(const Party& party);

emulator::Options options_for(const Party& party);

/// Returns when no connection is open and everything that came over one was dealt with.
void await_quiet(const emulator::Server& server);

}  // namespace mailhaul::crash
