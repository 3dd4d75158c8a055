/// The wire form of a message: the stored bytes with CRLF line ends, as IMAP transports them.
#pragma once

#include <cstdint>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::message {

/// Turns stored bytes into wire form, chunk by chunk. Every LF that has no CR before it gets one;
/// CRLF, lone CR and NUL stay, and nothing is added at the end. What comes out does not depend on
/// where the input was cut.
class WireForm {
 public:
  /// Appends the wire form of the next chunk to `out`. For a caller that gives the bytes away.
  void append(ByteView chunk, Bytes& out);

  /// The wire form of the next chunk, for a caller that only looks at the bytes: `chunk` itself if
  /// it is in wire form already, without touching a byte, else a view into `scratch`. `scratch`
  /// only grows (to twice the largest chunk), its contents mean nothing; keep it from message to
  /// message.
  [[nodiscard]] ByteView convert(ByteView chunk, Bytes& scratch);

  /// Octets of wire form produced since construction or `reset`.
  [[nodiscard]] std::uint64_t wire_size() const { return wire_size_; }

  /// Makes ready for another message.
  void reset() { *this = WireForm(); }

 private:
  std::uint64_t wire_size_ = 0;
  bool after_cr_ = false;
};

/// The wire form of a whole message.
[[nodiscard]] Bytes to_wire_form(ByteView stored);

}  // namespace mailhaul::message
