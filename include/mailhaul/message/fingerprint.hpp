/// The fingerprint of a message: SHA-256 of its unchanged wire form.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <mailhaul/base/bytes.hpp>

// OpenSSL's own name for the type, so that no other folder sees its headers.
struct evp_md_ctx_st;

namespace mailhaul::message {

struct Fingerprint {
  std::array<unsigned char, 32> octets{};

  auto operator<=>(const Fingerprint&) const = default;

  /// The octets as a journal stores them.
  [[nodiscard]] ByteView bytes() const;

  /// 64 lower-case hexadecimal digits.
  [[nodiscard]] std::string hex() const;

  /// The inverse of `bytes`; std::nullopt unless there are exactly 32.
  [[nodiscard]] static std::optional<Fingerprint> from_bytes(ByteView bytes);
};

/// Computes fingerprints, one after the other. Keep one per thread: setting up the digest costs as
/// much as a kilobyte of hashing.
class Fingerprinter {
 public:
  Fingerprinter();

  /// Adds the next octets of wire form.
  void update(ByteView wire);

  /// The fingerprint of all octets since construction or the last `finish`; ready for another
  /// message.
  [[nodiscard]] Fingerprint finish();

 private:
  struct FreeContext {
    void operator()(evp_md_ctx_st* context) const;
  };

  std::unique_ptr<evp_md_ctx_st, FreeContext> context_;
};

/// The fingerprint of a whole message in wire form.
[[nodiscard]] Fingerprint fingerprint_of(ByteView wire);

/// A 64-bit hash that is the same on every machine and in every release, since journals hold it:
/// the first eight octets of SHA-256, big-endian, as a signed number, which is what SQLite stores.
[[nodiscard]] std::int64_t stable_hash64(ByteView bytes);

}  // namespace mailhaul::message
