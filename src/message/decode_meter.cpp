#include "message/decode_meter.hpp"

#include <array>

namespace mailhaul::message {
namespace {

enum class Octet : unsigned char { Invalid, Digit, Padding, Blank, LineEnd };

constexpr std::array<Octet, 256> make_base64_table() {
  std::array<Octet, 256> table{};
  for (const char c :
       ByteView("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")) {
    table[static_cast<unsigned char>(c)] = Octet::Digit;
  }
  table['='] = Octet::Padding;
  table[' '] = Octet::Blank;
  table['\t'] = Octet::Blank;
  table['\r'] = Octet::LineEnd;
  table['\n'] = Octet::LineEnd;
  return table;
}

constexpr std::array<Octet, 256> kBase64Table = make_base64_table();

bool is_hex_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

bool is_line_end(char c) {
  return c == '\r' || c == '\n';
}

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

}  // namespace

void DecodeMeter::update(ByteView encoded) {
  if (encoding_ == TransferEncoding::Base64) {
    add_base64(encoded);
    return;
  }
  for (const char octet : encoded) {
    add_quoted_printable(octet);
  }
}

void DecodeMeter::add_base64(ByteView encoded) {
  std::array<std::uint64_t, 5> seen{};
  for (const char octet : encoded) {
    const Octet kind = kBase64Table[static_cast<unsigned char>(octet)];
    const bool is_misplaced = padding_ > 0 && (kind == Octet::Digit || kind == Octet::Invalid);
    ++seen[static_cast<std::size_t>(is_misplaced ? Octet::Invalid : kind)];
    measured_.behind_padding += is_misplaced ? 1U : 0U;
    padding_ += kind == Octet::Padding ? 1U : 0U;
  }
  measured_.encoded_size += encoded.size() - seen[static_cast<std::size_t>(Octet::LineEnd)];
  measured_.invalid_octets += seen[static_cast<std::size_t>(Octet::Invalid)];
  base64_digits_ += seen[static_cast<std::size_t>(Octet::Digit)];
}

void DecodeMeter::add_quoted_printable(char octet) {
  measured_.encoded_size += is_line_end(octet) ? 0U : 1U;
  switch (escape_) {
    case Escape::None:
      if (octet == '=') {
        escape_ = Escape::Equals;
      } else {
        measured_.decoded_size += is_line_end(octet) ? 0U : 1U;
      }
      return;
    case Escape::Equals:
      add_after_equals(octet);
      return;
    case Escape::OneDigit:
      escape_ = octet == '=' ? Escape::Equals : Escape::None;
      measured_.decoded_size += is_line_end(octet) ? 0U : 1U;
      measured_.invalid_octets += is_hex_digit(octet) ? 0U : 1U;
      return;
    case Escape::SoftBreak:
      if (octet == '\n') {
        escape_ = Escape::None;
      } else if (octet != '\r' && !is_blank(octet)) {
        ++measured_.invalid_octets;
        escape_ = octet == '=' ? Escape::Equals : Escape::None;
      }
      return;
  }
}

void DecodeMeter::add_after_equals(char octet) {
  if (is_hex_digit(octet)) {
    escape_ = Escape::OneDigit;
  } else if (octet == '\n') {
    escape_ = Escape::None;
  } else if (octet == '\r' || is_blank(octet)) {
    escape_ = Escape::SoftBreak;
  } else {
    ++measured_.invalid_octets;
    escape_ = octet == '=' ? Escape::Equals : Escape::None;
  }
}

Decodability DecodeMeter::result() const {
  constexpr std::uint64_t kMostPadding = 2;
  Decodability result = measured_;
  if (encoding_ == TransferEncoding::Base64) {
    result.decoded_size = base64_digits_ * 6 / 8;
    result.is_incomplete = (base64_digits_ + padding_) % 4 != 0;
    result.invalid_octets += padding_ > kMostPadding ? padding_ - kMostPadding : 0;
  }
  return result;
}

}  // namespace mailhaul::message
