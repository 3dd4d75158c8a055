/// Finds line ends a block at a time.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include <mailhaul/base/bytes.hpp>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace mailhaul::message {

/// Octets; a line of mail has two or three blocks as a rule.
inline constexpr std::size_t kBlock = 32;

/// Bit i of the result says that octet i of the kBlock octets is LF.
[[nodiscard]] inline std::uint32_t line_feeds_octet_by_octet(const char* block) {
  std::uint32_t line_feeds = 0;
  for (std::size_t i = 0; i < kBlock; ++i) {
    line_feeds |= static_cast<std::uint32_t>(block[i] == '\n') << i;
  }
  return line_feeds;
}

/// The same as fast as the processor can.
[[nodiscard]] inline std::uint32_t line_feeds_in(const char* block) {
#if defined(__SSE2__)
  constexpr std::size_t kHalf = sizeof(__m128i);
  const auto in_half = [](const char* half) {
    const __m128i octets = _mm_loadu_si128(reinterpret_cast<const __m128i*>(half));
    const __m128i found = _mm_cmpeq_epi8(octets, _mm_set1_epi8('\n'));
    return static_cast<std::uint32_t>(_mm_movemask_epi8(found));
  };
  return in_half(block) | in_half(block + kHalf) << kHalf;
#else
  return line_feeds_octet_by_octet(block);
#endif
}

/// Calls `visit` with the place of each LF, in order.
template <typename Visit>
void for_each_line_feed(ByteView octets, Visit visit) {
  std::size_t at = 0;
  for (; octets.size() - at >= kBlock; at += kBlock) {
    for (std::uint32_t left = line_feeds_in(octets.data() + at); left != 0; left &= left - 1) {
      visit(at + static_cast<std::size_t>(std::countr_zero(left)));
    }
  }
  for (; at < octets.size(); ++at) {
    if (octets[at] == '\n') {
      visit(at);
    }
  }
}

}  // namespace mailhaul::message
