/// The header field in which keywords travel to a server that keeps none.
#pragma once

#include <span>
#include <string>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::message {

/// "X-Keywords: one, two" with CRLF, folded so that no line is longer than 78 octets unless a
/// single keyword is. The keywords are printable ASCII.
[[nodiscard]] Bytes make_keywords_field(std::span<const std::string> keywords);

}  // namespace mailhaul::message
