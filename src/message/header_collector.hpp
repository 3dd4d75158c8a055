/// Collects the header block of a message that comes in pieces.
#pragma once

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::message {

/// Takes octets until the empty line that ends the header, or until `limit`.
class HeaderCollector {
 public:
  explicit HeaderCollector(std::size_t limit) : limit_(limit) {}

  /// Takes what belongs to the header off the front of `wire`. True once the header is complete:
  /// `block` is then valid as long as the octets that were given, if all came in this one call.
  bool collect(ByteView& wire);

  /// The block collected so far, with the empty line if that was seen.
  [[nodiscard]] ByteView block() const { return direct_.empty() ? ByteView(buffer_) : direct_; }

  /// The limit was reached before the empty line.
  [[nodiscard]] bool is_truncated() const { return is_truncated_; }

  void reset();

 private:
  std::size_t limit_;
  Bytes buffer_;
  ByteView direct_;  ///< a block that came whole and so needs no copy
  bool is_truncated_ = false;
};

}  // namespace mailhaul::message
