/// Numbers in outgoing text, without a temporary string.
#pragma once

#include <array>
#include <charconv>
#include <cstdint>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::imap {

inline void append_decimal(std::uint64_t number, Bytes& out) {
  std::array<char, 20> digits{};
  const auto written = std::to_chars(digits.begin(), digits.end(), number);
  out.append(digits.begin(), written.ptr);
}

}  // namespace mailhaul::imap
