/// Where OpenSSL puts the ciphertext for the peer, so that it is sent from there without a copy.
#pragma once

#include "openssl.hpp"

#include <cstddef>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::net {

class OutgoingBuffer {
 public:
  void append(ByteView octets) { octets_.append(octets); }

  /// What is left to be sent; valid until something is appended.
  [[nodiscard]] ByteView view() const { return ByteView(octets_).substr(taken_); }

  void consume(std::size_t octets) {
    taken_ += octets;
    if (taken_ == octets_.size()) {
      octets_.clear();
      taken_ = 0;
    }
  }

 private:
  Bytes octets_;
  std::size_t taken_ = 0;
};

/// A BIO that takes whatever is written to it. `buffer` must outlive it, and stay where it is. Null
/// if memory is exhausted.
[[nodiscard]] BioPtr outgoing_bio(OutgoingBuffer& buffer);

}  // namespace mailhaul::net
