/// APPEND and MULTIAPPEND (RFC 9051 section 6.3.12, RFC 3502) as seen by a caller that owns the
/// message octets: what goes in, and how far each message got.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <mailhaul/imap/flags.hpp>
#include <mailhaul/text/date_time.hpp>

namespace mailhaul::imap {

/// The number of a command within its session, from 1. Also the counter in its tag.
using CommandId = std::uint64_t;

/// The caller's own name for a message; the session only hands it back.
using AppendToken = std::uint64_t;

/// One message of an APPEND.
struct AppendItem {
  AppendToken token = 0;
  FlagSet flags;                                   ///< left out of the command if empty
  std::optional<text::UnixSeconds> internal_date;  ///< the server takes its own clock if absent
  std::uint64_t octets = 0;                        ///< wire size: exactly as many follow
  /// Ask for a `+` before the body goes out even where the server takes non-synchronizing literals,
  /// so that it can refuse a message near its size limit without receiving it.
  bool synchronizing = false;
};

/// Where a message lies in the outgoing stream: offsets into the octets that `next_outbound` has
/// given out since the session began. Absent while not given out yet.
struct ItemExtent {
  AppendToken token = 0;
  /// First octet that belongs to this message alone; for the first message the tag of the command.
  std::optional<std::uint64_t> begin = {};
  /// One past the last octet of the body.
  std::optional<std::uint64_t> end = {};
};

/// An APPEND without a tagged reply.
struct AppendExtent {
  CommandId command = 0;
  std::vector<ItemExtent> items;
};

enum class Handover : std::uint8_t {
  None,     ///< no octet of the message was handed over
  Partial,  ///< some, but not its last: it cannot have been stored
  Complete  ///< all: without a reply it may have been stored
};

/// How much of a message is among the first `handed_over` octets of the outgoing stream.
[[nodiscard]] Handover handover(const ItemExtent& item, std::uint64_t handed_over);

}  // namespace mailhaul::imap
