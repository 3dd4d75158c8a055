/// Octets on their way to the channel, kept in the buffers in which they came.
#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <span>
#include <variant>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/secret.hpp>

namespace mailhaul::net {

class Backlog {
 public:
  void push(Bytes piece);
  /// Wiped as soon as it is written.
  void push(Secret piece);

  [[nodiscard]] std::size_t octets() const { return octets_; }

  [[nodiscard]] bool empty() const { return octets_ == 0; }

  /// Fills `views` with the beginning of the backlog and returns those filled. Valid until the next
  /// call that is not const.
  [[nodiscard]] std::span<const ByteView> front(std::span<ByteView> views) const;

  /// Drops the first `octets` octets and frees the buffers that are done with.
  void consume(std::size_t octets);

  void clear();

 private:
  using Piece = std::variant<Bytes, Secret>;

  std::deque<Piece> pieces_;
  std::size_t written_of_first_ = 0;
  std::size_t octets_ = 0;
};

}  // namespace mailhaul::net
