#include "backlog.hpp"

#include <cassert>
#include <utility>

namespace mailhaul::net {

namespace {

ByteView view_of(const std::variant<Bytes, Secret>& piece) {
  if (const auto* bytes = std::get_if<Bytes>(&piece)) {
    return *bytes;
  }
  return std::get<Secret>(piece).reveal();
}

}  // namespace

void Backlog::push(Bytes piece) {
  if (!piece.empty()) {
    octets_ += piece.size();
    pieces_.emplace_back(std::move(piece));
  }
}

void Backlog::push(Secret piece) {
  if (!piece.empty()) {
    octets_ += piece.reveal().size();
    pieces_.emplace_back(std::move(piece));
  }
}

std::span<const ByteView> Backlog::front(std::span<ByteView> views) const {
  std::size_t count = 0;
  for (auto piece = pieces_.begin(); piece != pieces_.end() && count < views.size(); ++piece) {
    views[count] = view_of(*piece).substr(count == 0 ? written_of_first_ : 0);
    ++count;
  }
  return views.first(count);
}

void Backlog::consume(std::size_t octets) {
  assert(octets <= octets_);
  octets_ -= octets;
  written_of_first_ += octets;
  while (!pieces_.empty() && view_of(pieces_.front()).size() <= written_of_first_) {
    written_of_first_ -= view_of(pieces_.front()).size();
    pieces_.pop_front();
  }
}

void Backlog::clear() {
  pieces_.clear();
  written_of_first_ = 0;
  octets_ = 0;
}

}  // namespace mailhaul::net
