/// A literal above limits::kWholeLiteral as it passes through: begin, chunks, end, all of them
/// ahead of the response that it belongs to (`BodyString`).
#pragma once

#include <cstdint>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::imap {

struct LiteralBegin {
  std::uint64_t id = 0;
  std::uint64_t octets = 0;
};

struct LiteralChunk {
  std::uint64_t id = 0;
  /// Valid until the next call of any member of the session.
  ByteView bytes;
};

struct LiteralEnd {
  std::uint64_t id = 0;
};

}  // namespace mailhaul::imap
