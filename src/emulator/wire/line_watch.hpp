/// Watches octets that pass for a line that is too long for the command buffer (E2.4).
#pragma once

#include <cstddef>
#include <optional>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::emulator {

class LineWatch {
 public:
  /// `limit` does not count the CR and LF at the end of a line.
  explicit LineWatch(std::size_t limit) : limit_(limit) {}

  /// The next octets, in pieces of any size. std::nullopt if they all fit; else how many of them
  /// may be taken until the buffer is full.
  std::optional<std::size_t> overrun_in(ByteView piece);

  /// The longest line so far, without its line end.
  [[nodiscard]] std::size_t longest() const { return longest_; }

 private:
  std::size_t limit_;
  std::size_t run_ = 0;  ///< octets since the last LF
  std::size_t longest_ = 0;
  bool after_cr_ = false;
};

}  // namespace mailhaul::emulator
