/// Finds line ends while octets are copied, a block at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace mailhaul::message {

/// As many as most lines of mail need two or three of.
inline constexpr std::size_t kBlock = 32;

/// Copies kBlock octets; bit i of the result says that octet i of them is LF.
[[nodiscard]] inline std::uint32_t copy_block_octet_by_octet(const char* from, char* to) {
  std::uint32_t line_feeds = 0;
  for (std::size_t i = 0; i < kBlock; ++i) {
    line_feeds |= static_cast<std::uint32_t>(from[i] == '\n') << i;
  }
  std::memcpy(to, from, kBlock);
  return line_feeds;
}

/// The same as fast as the processor can.
[[nodiscard]] inline std::uint32_t copy_block(const char* from, char* to) {
#if defined(__SSE2__)
  constexpr std::size_t kHalf = sizeof(__m128i);
  const __m128i line_feed = _mm_set1_epi8('\n');
  const __m128i first = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
  const __m128i second = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + kHalf));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), first);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to + kHalf), second);
  const auto in_first =
      static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(first, line_feed)));
  const auto in_second =
      static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(second, line_feed)));
  return in_first | in_second << kHalf;
#else
  return copy_block_octet_by_octet(from, to);
#endif
}

}  // namespace mailhaul::message
