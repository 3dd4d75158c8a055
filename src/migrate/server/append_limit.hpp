/// The largest message that a server says it takes.
#pragma once

#include <cstdint>
#include <optional>

#include <mailhaul/imap/capabilities.hpp>

namespace mailhaul::migrate {

/// Octets, from APPENDLIMIT=N (RFC 7889 section 2). Nothing where each mailbox has a limit of its
/// own, and where the number makes no sense.
[[nodiscard]] std::optional<std::uint64_t> announced_append_limit(
    const imap::Capabilities& capabilities);

}  // namespace mailhaul::migrate
