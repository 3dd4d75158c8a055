/// Transfer encodings (RFC 2045 section 6), streaming.
#pragma once

#include <cstdint>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::message {

/// Base64 in lines of 76 octets, each with its CRLF.
class Base64Encoder {
 public:
  void update(ByteView bytes, Bytes& out);
  void finish(Bytes& out);

 private:
  static constexpr std::size_t kOctetsPerLine = 57;
  Bytes pending_;  ///< less than a line
};

/// As every reader decodes it: foreign octets are skipped, the first padding is the end.
class Base64Decoder {
 public:
  void update(ByteView encoded, Bytes& out);

 private:
  std::uint32_t bits_ = 0;
  unsigned bit_count_ = 0;
  bool has_ended_ = false;
};

/// Quoted-printable in lines of at most 76 octets. CRLF stays a line end; blanks before it, lone CR
/// and LF, and all that is not printable ASCII are escaped.
class QuotedPrintableEncoder {
 public:
  void update(ByteView bytes, Bytes& out);
  void finish(Bytes& out);

 private:
  void add(char octet, Bytes& out);
  void put_literal(char octet, Bytes& out);
  void put_escaped(char octet, Bytes& out);
  void make_room(std::size_t size, Bytes& out);

  std::size_t column_ = 0;
  char held_ = '\0';  ///< a blank or CR whose form depends on what follows; NUL: none
};

/// An equals sign that starts no escape stays as it is; so does one with more blanks after it than
/// a line can have.
class QuotedPrintableDecoder {
 public:
  void update(ByteView encoded, Bytes& out);
  void finish(Bytes& out);

 private:
  bool add_to_escape(char octet, Bytes& out);

  Bytes escape_;  ///< the equals sign and what follows it, until its meaning is known
};

}  // namespace mailhaul::message
