/// Moves whose journal lies on a disk that can lose its power or be full.
#pragma once

#include "crash_move.hpp"
#include "parties.hpp"
#include "send_tap.hpp"
#include "volatile_disk.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace mailhaul::crash {

/// A move in this process whose journal lies on a disk that can fail.
struct PowerScene {
  explicit PowerScene(const Party& target)
      : party(target),
        server(migrate::start_server(options_for(party))),
        move(tree, *server),
        disk(state.path().string()) {
    prepare(*server);
    move.options.journal_path = state / "journal.db";
    move.options.accept_server_dates = true;
    if (party.as_plain_imap) {
      move.options.server.profile = target::Profile::Imap;
    }
  }

  [[nodiscard]] Expectation expectation() const { return {.is_exchange = !party.as_plain_imap}; }

  Party party;
  test::TemporaryMaildir tree{kTree};
  std::unique_ptr<emulator::Server> server;
  migrate::Move move;
  test::TempDir state;
  VolatileDisk disk;
};

/// What was sent while the object lives, and how much the disk had done when each octet left.
class Conversation {
 public:
  explicit Conversation(PowerScene& scene)
      : tap_(scene.server->port(), [this, &scene](std::string_view octets) {
          octets_ += octets;
          sends_.emplace_back(octets_.size(), scene.disk.operations());
        }) {}

  [[nodiscard]] const std::string& octets() const { return octets_; }

  [[nodiscard]] std::size_t operations_before(std::size_t octet) const {
    return std::ranges::upper_bound(sends_, octet, {}, &std::pair<std::size_t, std::size_t>::first)
        ->second;
  }

 private:
  std::string octets_;
  std::vector<std::pair<std::size_t, std::size_t>> sends_;  ///< end in octets_, operations
  SendTap tap_;
};

/// Those whose commands can be read on the wire.
inline std::vector<Party> parties_in_the_clear() {
  std::vector<Party> chosen = parties();
  std::erase_if(chosen,
                [](const Party& party) { return options_for(party).tls != emulator::Tls::None; });
  return chosen;
}

}  // namespace mailhaul::crash
