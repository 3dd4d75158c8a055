/// Which message on the server is which one of the source, when nothing is known but the messages:
/// the pure half of adopting.
#pragma once

#include "migrate/locate/server_message.hpp"

#include <span>
#include <vector>

#include <mailhaul/journal/types.hpp>

namespace mailhaul::migrate {

struct Adoption {
  journal::MessageId row = 0;
  ServerMessage message;
};

struct AdoptionMatch {
  std::vector<Adoption> adopted;
  /// Rows that are there or not: there are fewer messages on the server that could be these than
  /// rows with different contents.
  std::vector<journal::MessageId> ambiguous;
};

/// Message-ID, date and decoded subject must agree; sizes never count, since servers rewrite
/// messages, and the INTERNALDATE only decides between several, since whoever put them there may
/// have lost it, and where there is no Message-ID. Each message is given once, so that two of the
/// source never become one.
[[nodiscard]] AdoptionMatch match_for_adoption(std::span<const journal::MessageRow> rows,
                                               std::span<const ServerMessage> messages);

}  // namespace mailhaul::migrate
