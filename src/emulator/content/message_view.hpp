/// A message as FETCH shows it: the header as this generation of Exchange rewrites it, and the body
/// from the spool (E3).
#pragma once

#include "emulator/content/named_properties.hpp"
#include "emulator/store/mailbox.hpp"
#include "emulator/store/spool.hpp"
#include "emulator/store/world.hpp"

#include <cstdint>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::emulator {

class MessageView {
 public:
  /// `promoted` decides which X-fields survive where headers are rebuilt.
  MessageView(World& world, const Message& message, const NamedProperties& promoted);

  /// With the empty line at its end.
  [[nodiscard]] const Bytes& header() const { return header_; }

  [[nodiscard]] std::uint64_t size() const { return header_.size() + body_size(); }

  [[nodiscard]] std::uint64_t body_size() const {
    return normalised_ ? body_.size() : body_range_.size;
  }

  /// Octets of the whole message, or fewer at its end.
  [[nodiscard]] Bytes read(std::uint64_t from, std::uint64_t count) const;

 private:
  const Spool& spool_;
  Bytes header_;
  Body body_range_;          ///< where the body lies in the spool
  bool normalised_ = false;  ///< the body had to be changed and is held in `body_`
  Bytes body_;
};

/// What RFC822.SIZE says: near the truth, unless `exact_size` is set.
std::uint64_t announced_size(const Message& message, const FetchRules& rules);

}  // namespace mailhaul::emulator
