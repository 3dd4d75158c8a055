/// Octets from a peer, made safe to show on one line of ASCII.
#pragma once

#include <string>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::net {

/// Printable ASCII stays; the backslash is doubled and everything else becomes \xNN, so that what
/// was sent can be read back exactly.
[[nodiscard]] std::string printable(ByteView octets);

}  // namespace mailhaul::net
