/// How much of something Exchange takes in one message, whatever its version. Microsoft documents
/// the first group as limits of its content conversion; the second is what the University of
/// Cambridge had to stay below when it moved to Exchange Online.
#pragma once

#include <cstddef>
#include <cstdint>

namespace mailhaul::target::content_limits {

inline constexpr std::size_t kParts = 250;           ///< MaxBodyPartsTotal
inline constexpr std::uint32_t kEmbeddedDepth = 30;  ///< MaxEmbeddedMessageDepth
inline constexpr std::size_t kRecipients = 12'288;   ///< MaxMimeRecipients
inline constexpr std::size_t kSubject = 255;         ///< MaxMimeSubjectLength; cut, not refused

inline constexpr std::size_t kAddress = 1950;
inline constexpr std::size_t kReferences = 40'000;
inline constexpr std::size_t kFileName = 255;
/// A body that decodes to less than the encoded size divided by this does not decode.
inline constexpr std::uint64_t kLeastYield = 10;

/// RFC 5322 section 2.1.1.
inline constexpr std::uint64_t kStandardLine = 998;

}  // namespace mailhaul::target::content_limits
