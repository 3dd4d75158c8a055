#include "parties.hpp"

#include "unit/migrate/upload_rig.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

namespace mailhaul::crash {

using emulator::ProfileName;

std::string party_title(const Party& party) {
  std::string title = party.name;
  std::ranges::replace(title, '-', '_');
  return title;
}

emulator::Options options_for(const Party& party) {
  if (party.as_plain_imap) {
    return migrate::emulated(party.profile,
                             {"max_command_size=100000", "nul_bytes=false", "exact_size=true",
                              party.without_move ? "move=false" : "move=true"});
  }
  if (party.profile == ProfileName::ExchangeOnline) {
    emulator::Options options = migrate::emulated(party.profile, {"basic_auth=true"});
    options.tls = emulator::Tls::Implicit;
    return options;
  }
  return migrate::emulated(party.profile);
}

const std::vector<Party>& parties() {
  static const std::vector<Party> all = {
      {.name = "exchange2007", .profile = ProfileName::Exchange2007},
      {.name = "exchange2010", .profile = ProfileName::Exchange2010},
      {.name = "exchange2013", .profile = ProfileName::Exchange2013},
      {.name = "exchange2016", .profile = ProfileName::Exchange2016},
      {.name = "exchange-online", .profile = ProfileName::ExchangeOnline},
      {.name = "imap", .as_plain_imap = true}};
  return all;
}

std::vector<Party> parties_that_move_messages() {
  std::vector<Party> all = parties();
  all.push_back({.name = "imap-copy", .as_plain_imap = true, .without_move = true});
  return all;
}

void await_quiet(const emulator::Server& server) {
  for (;;) {
    std::ptrdiff_t open = 0;
    for (const emulator::Event& event : server.events()) {
      open += event.kind == emulator::EventKind::Connect ? 1 : 0;
      open -= event.kind == emulator::EventKind::Close ? 1 : 0;
    }
    if (open == 0) {
      return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

}  // namespace mailhaul::crash
