/// A stretch of a message in wire form, by octet offsets from its start.
#pragma once

#include <cstdint>

namespace mailhaul::message {

struct ByteRange {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;  ///< one past the last octet

  [[nodiscard]] std::uint64_t size() const { return end - begin; }

  [[nodiscard]] bool empty() const { return begin == end; }

  bool operator==(const ByteRange&) const = default;
};

}  // namespace mailhaul::message
