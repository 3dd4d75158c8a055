/// Measures for octets that stream by.
#pragma once

#include <cstdint>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::message {

class LineMeter {
 public:
  void update(ByteView wire);

  /// The longest line, without its CRLF; a last line without line end counts.
  [[nodiscard]] std::uint64_t longest() const;

  /// Lines that end with CR CR LF.
  [[nodiscard]] std::uint64_t doubled_crs() const { return doubled_crs_; }

 private:
  std::uint64_t longest_ = 0;
  std::uint64_t current_ = 0;  ///< octets of the line that is not at its end yet
  std::uint64_t doubled_crs_ = 0;
  int crs_ = 0;  ///< with which what was seen of that line ends, up to two
};

[[nodiscard]] std::uint64_t count_nuls(ByteView bytes);

[[nodiscard]] bool has_8bit(ByteView bytes);

}  // namespace mailhaul::message
