/// Many small views into few large TLS records.
#pragma once

#include <cstddef>
#include <span>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/result.hpp>
#include <mailhaul/net/tls.hpp>

namespace mailhaul::net {

/// Encrypts the beginning of `views`, at most `limit` octets; the number of octets. Every record
/// but the last one is full.
[[nodiscard]] Result<std::size_t> write_records(Tls& tls, std::span<const ByteView> views,
                                                std::size_t limit);

}  // namespace mailhaul::net
