/// The header field in which the date of a message travels to a server that takes dates from there.
#pragma once

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/text/date_time.hpp>

namespace mailhaul::message {

/// "Received: by mailhaul; Wed, 17 Jul 1996 02:44:25 +0000" with CRLF (RFC 5322 section 3.6.7). It
/// has to stand before all other Received fields.
[[nodiscard]] Bytes make_received_field(text::UnixSeconds date);

}  // namespace mailhaul::message
