/// Measures for octets that stream by.
#pragma once

#include <cstdint>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::message {

/// The longest line, without its CRLF; a last line without line end counts.
class LineMeter {
 public:
  void update(ByteView wire);
  [[nodiscard]] std::uint64_t longest() const;

 private:
  void end_line(std::uint64_t length, bool has_cr);

  std::uint64_t longest_ = 0;
  std::uint64_t current_ = 0;  ///< octets of the line that is not at its end yet
  bool after_cr_ = false;
};

[[nodiscard]] std::uint64_t count_nuls(ByteView bytes);

[[nodiscard]] bool has_8bit(ByteView bytes);

}  // namespace mailhaul::message
