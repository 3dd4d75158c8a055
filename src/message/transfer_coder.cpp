#include "message/transfer_coder.hpp"

#include <utility>

#include <mailhaul/text/base64.hpp>

namespace mailhaul::message {
namespace {

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') {
    return c - 'A';
  }
  if (c >= 'a' && c <= 'z') {
    return c - 'a' + 26;
  }
  if (c >= '0' && c <= '9') {
    return c - '0' + 52;
  }
  if (c == '+') {
    return 62;
  }
  return c == '/' ? 63 : -1;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'A' && c <= 'F') {
    return c - 'A' + 10;
  }
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

/// Of an equals sign and the blanks after it; no line that a mail program wrote is longer (RFC 5322
/// section 2.1.1).
constexpr std::size_t kLongestEscape = 998;

}  // namespace

void Base64Encoder::update(ByteView bytes, Bytes& out) {
  while (pending_.size() + bytes.size() >= kOctetsPerLine) {
    const std::size_t missing = kOctetsPerLine - pending_.size();
    pending_.append(bytes.substr(0, missing));
    bytes.remove_prefix(missing);
    out += text::encode_base64(pending_);
    out += "\r\n";
    pending_.clear();
  }
  pending_.append(bytes);
}

void Base64Encoder::finish(Bytes& out) {
  if (!pending_.empty()) {
    out += text::encode_base64(pending_);
    out += "\r\n";
    pending_.clear();
  }
}

void Base64Decoder::update(ByteView encoded, Bytes& out) {
  for (const char octet : encoded) {
    has_ended_ = has_ended_ || octet == '=';
    const int value = base64_value(octet);
    if (has_ended_ || value < 0) {
      continue;
    }
    bits_ = bits_ << 6U | static_cast<std::uint32_t>(value);
    bit_count_ += 6;
    if (bit_count_ >= 8) {
      bit_count_ -= 8;
      out.push_back(static_cast<char>(bits_ >> bit_count_ & 0xFFU));
    }
  }
}

void QuotedPrintableEncoder::make_room(std::size_t size, Bytes& out) {
  constexpr std::size_t kLongestLine = 75;  // and the equals sign of a soft line break
  if (column_ + size > kLongestLine) {
    out += "=\r\n";
    column_ = 0;
  }
  column_ += size;
}

void QuotedPrintableEncoder::put_literal(char octet, Bytes& out) {
  make_room(1, out);
  out.push_back(octet);
}

void QuotedPrintableEncoder::put_escaped(char octet, Bytes& out) {
  constexpr ByteView kDigits = "0123456789ABCDEF";
  make_room(3, out);
  out.push_back('=');
  out.push_back(kDigits[static_cast<unsigned char>(octet) >> 4U]);
  out.push_back(kDigits[static_cast<unsigned char>(octet) & 0xFU]);
}

void QuotedPrintableEncoder::add(char octet, Bytes& out) {
  const char held = std::exchange(held_, '\0');
  if (held == '\r' && octet == '\n') {
    out += "\r\n";
    column_ = 0;
    return;
  }
  if (held == '\r' || (held != '\0' && octet == '\r')) {
    put_escaped(held, out);
  } else if (held != '\0') {
    put_literal(held, out);
  }
  if (octet == '\r' || is_blank(octet)) {
    held_ = octet;
  } else if (octet > ' ' && octet <= '~' && octet != '=') {
    put_literal(octet, out);
  } else {
    put_escaped(octet, out);
  }
}

void QuotedPrintableEncoder::update(ByteView bytes, Bytes& out) {
  for (const char octet : bytes) {
    add(octet, out);
  }
}

void QuotedPrintableEncoder::finish(Bytes& out) {
  if (held_ != '\0') {
    put_escaped(std::exchange(held_, '\0'), out);
  }
}

/// Takes the octet into the escape; false if it ends the escape without being part of it.
bool QuotedPrintableDecoder::add_to_escape(char octet, Bytes& out) {
  const bool is_second = escape_.size() == 1;
  if (octet == '\n' && (is_second || is_blank(escape_[1]) || escape_[1] == '\r')) {
    escape_.clear();  // a soft line break
    return true;
  }
  const bool may_be_soft_break = (octet == '\r' || is_blank(octet)) &&
                                 (is_second || is_blank(escape_.back())) &&
                                 escape_.size() < kLongestEscape;
  if (may_be_soft_break || (is_second && hex_value(octet) >= 0)) {
    escape_.push_back(octet);
    return true;
  }
  if (escape_.size() == 2 && hex_value(escape_[1]) >= 0 && hex_value(octet) >= 0) {
    out.push_back(static_cast<char>(hex_value(escape_[1]) * 16 + hex_value(octet)));
    escape_.clear();
    return true;
  }
  out += std::exchange(escape_, {});
  return false;
}

void QuotedPrintableDecoder::update(ByteView encoded, Bytes& out) {
  for (const char octet : encoded) {
    if (!escape_.empty() && add_to_escape(octet, out)) {
      continue;
    }
    if (octet == '=') {
      escape_.push_back(octet);
    } else {
      out.push_back(octet);
    }
  }
}

void QuotedPrintableDecoder::finish(Bytes& out) {
  // A lone equals sign at the very end is a soft line break whose line end belongs to the boundary.
  if (escape_.size() > 1) {
    out += escape_;
  }
  escape_.clear();
}

}  // namespace mailhaul::message
