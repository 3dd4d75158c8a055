#include "migrate/wire/owed_bodies.hpp"

#include <algorithm>

namespace mailhaul::migrate {

void OwedBodies::add(const OutboundHead& head) {
  if (head.octets > 0) {
    bodies_.push_back({.row = head.row, .octets = head.octets});
  }
}

void OwedBodies::give_up(std::span<const OutboundHead> heads) {
  for (Body& body : bodies_) {
    body.given_up =
        body.given_up || std::ranges::find(heads, body.row, &OutboundHead::row) != heads.end();
  }
}

void OwedBodies::drop_given_up() {
  while (!bodies_.empty() && bodies_.front().given_up && take()) {
  }
}

std::optional<Bytes> OwedBodies::next(journal::MessageId row) {
  for (;;) {
    drop_given_up();
    if (bodies_.empty() || bodies_.front().given_up) {
      return std::nullopt;
    }
    if (bodies_.front().row == row) {
      return take();
    }
    bodies_.front().given_up = true;
  }
}

std::optional<Bytes> OwedBodies::take() {
  std::optional<Bytes> piece = queue_->pop_body();
  if (piece) {
    Body& body = bodies_.front();
    body.octets -= std::min<std::uint64_t>(body.octets, piece->size());
    if (body.octets == 0) {
      bodies_.pop_front();
    }
  }
  return piece;
}

}  // namespace mailhaul::migrate
