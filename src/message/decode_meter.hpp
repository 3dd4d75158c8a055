/// Measures how well a transfer encoding decodes, without decoding.
#pragma once

#include <cstdint>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/message/part_map.hpp>

namespace mailhaul::message {

/// Takes the encoded body in pieces of any size.
class DecodeMeter {
 public:
  /// For Base64 or QuotedPrintable.
  explicit DecodeMeter(TransferEncoding encoding) : encoding_(encoding) {}

  void update(ByteView encoded);
  [[nodiscard]] Decodability result() const;

 private:
  /// Where quoted-printable stands within an escape (RFC 2045 section 6.7).
  enum class Escape { None, Equals, OneDigit, SoftBreak };

  void add_base64(ByteView encoded);
  void add_quoted_printable(char octet);
  void add_after_equals(char octet);

  TransferEncoding encoding_;
  Decodability measured_;
  std::uint64_t base64_digits_ = 0;
  std::uint64_t padding_ = 0;
  Escape escape_ = Escape::None;
};

}  // namespace mailhaul::message
