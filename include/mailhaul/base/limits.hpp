/// The limits on what disk and server can make us hold or wait for, each with its reason.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace mailhaul::limits {

/// Longest line a server may send outside a literal. Exchange and Dovecot stay far below; a FETCH
/// of header fields comes in literals.
inline constexpr std::size_t kServerLine = 256 * 1024;
/// Largest literal a server may send that is kept whole; above it, literals are handed on in
/// chunks.
inline constexpr std::size_t kWholeLiteral = 64 * 1024;
/// Largest literal of all that a server may announce: 2 GiB is the largest message Exchange can
/// hold.
inline constexpr std::size_t kServerLiteral = std::size_t{2} * 1024 * 1024 * 1024;
/// Octets of one response, its lines and kept literals together.
inline constexpr std::size_t kServerResponse = 4 * 1024 * 1024;
/// Nesting of parenthesised lists in a response.
inline constexpr std::size_t kListDepth = 64;
/// A message up to this size is read once and held while it is sent.
inline constexpr std::size_t kHeldMessage = 1024 * 1024;
/// Octets of message bodies waiting for the wire.
inline constexpr std::size_t kOutboundQueue = 3 * 1024 * 1024;
/// Largest message that an APPEND can announce: RFC 3501 section 9 gives its number 32 bits.
inline constexpr std::uint64_t kAppendedLiteral = 4'294'967'295;
/// Piece in which a larger message is read and sent.
inline constexpr std::size_t kChunk = 128 * 1024;
/// Piece in which a compressed file is read.
inline constexpr std::size_t kPackedChunk = 64 * 1024;
/// Largest message that is unpacked: the largest that Exchange can hold.
inline constexpr std::size_t kUnpackedMessage = std::size_t{2} * 1024 * 1024 * 1024;
/// A compressed file that unpacks to more than so many times its size is a trap: text shrinks to a
/// tenth, logs to a hundredth.
inline constexpr std::size_t kUnpackedRatio = 250;
/// Up to here the ratio does not count: a small message of blanks is only odd.
inline constexpr std::size_t kUnpackedUnchecked = 16 * 1024 * 1024;
/// Memory for unpacking one message: xz -9 needs 65 MiB, Dovecot itself allows 80.
inline constexpr std::size_t kDecoderMemory = 128 * 1024 * 1024;
/// Octets of a header block that are looked at; what follows is streamed but not parsed.
inline constexpr std::size_t kHeaderBlock = 256 * 1024;
/// MIME parts of one message that are mapped: Exchange takes 250, and an entry has about 300
/// octets.
inline constexpr std::size_t kPartCount = 1000;
/// Nesting of MIME parts that is mapped: Exchange takes 30 messages in one another, Courier reads
/// 150 levels.
inline constexpr std::size_t kPartDepth = 200;
/// Line that can be a MIME boundary: RFC 2046 allows boundaries of 70 octets, real ones reach 100.
inline constexpr std::size_t kBoundaryLine = 1024;
/// Octets of a subscription or keyword file in a Maildir; a larger one was not written by a server.
inline constexpr std::size_t kMetadataFile = 4 * 1024 * 1024;
/// Access lists of names without a directory that are looked at; Courier writes one for each parent
/// with rights of its own, and users could write any number.
inline constexpr std::size_t kHierarchyAccessLists = 1000;
/// Names in each directory of Courier's shared-folders that are looked at; users could make any
/// number.
inline constexpr std::size_t kSharedCopies = 1000;
/// Longest line in a UID or keyword list of a Maildir; longer ones are passed over.
inline constexpr std::size_t kMetadataLine = 16 * 1024;

/// Answer to an APPEND: a server may convert and store a 150 MB message in this time.
inline constexpr std::chrono::seconds kAppendTimeout{600};
/// Answer to any other command, connect and handshake.
inline constexpr std::chrono::seconds kCommandTimeout{60};

}  // namespace mailhaul::limits
