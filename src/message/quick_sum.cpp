#include <new>
#include <xxhash.h>

#include <mailhaul/message/quick_sum.hpp>

namespace mailhaul::message {

void QuickSummer::FreeState::operator()(XXH3_state_s* state) const {
  XXH3_freeState(state);
}

QuickSummer::QuickSummer() : state_(XXH3_createState()) {
  if (state_ == nullptr) {
    throw std::bad_alloc();
  }
  XXH3_128bits_reset(state_.get());
}

void QuickSummer::update(ByteView octets) {
  XXH3_128bits_update(state_.get(), octets.data(), octets.size());
}

QuickSum QuickSummer::sum() const {
  const XXH128_hash_t hash = XXH3_128bits_digest(state_.get());
  return {.words = {hash.low64, hash.high64}};
}

}  // namespace mailhaul::message
