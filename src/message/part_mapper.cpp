#include "message/part_walk.hpp"

#include <mailhaul/message/part_map.hpp>

namespace mailhaul::message {

class PartMapper::Walk : public PartWalk {};

PartMapper::PartMapper() : walk_(std::make_unique<Walk>()) {}

PartMapper::PartMapper(PartMapper&&) noexcept = default;
PartMapper& PartMapper::operator=(PartMapper&&) noexcept = default;
PartMapper::~PartMapper() = default;

void PartMapper::update(ByteView wire) {
  walk_->update(wire);
}

PartMap PartMapper::finish() {
  PartMap map = walk_->finish();
  *walk_ = Walk();
  return map;
}

}  // namespace mailhaul::message
